package conform

import (
	"context"
	"net/http"
	"strings"

	"plugsheet/schemas"
)

// health checks the health check: public, 200, UP (contract, 1.5).
func (p *player) health(ctx context.Context) error {
	a, err := p.send(ctx, call{endpoint: healthCheck, unsigned: true})
	if err != nil {
		return err
	}
	p.must(strings.HasPrefix(p.o.URL, "https://") || isLocal(p.o.URL), "https", a, "the URL begins with http://")
	p.judgeTime(a)
	p.judgeHealth(a)
	return nil
}

// judgeHealth judges the answer to the health check.
func (p *player) judgeHealth(a *answer) {
	if !p.arrived(a) {
		return
	}
	public := a.status != http.StatusUnauthorized && a.status != http.StatusForbidden
	p.must(public, "health-public", a, "status %d without a signature", a.status)
	if public {
		faults := p.set.Validate(schemas.Health, a.body)
		p.must(a.status == http.StatusOK && len(faults) == 0, "health", a, "status %d, %s", a.status, strings.TrimSpace(string(a.body[:min(len(a.body), 80)])))
	}
}
