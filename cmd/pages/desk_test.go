package pages

import (
	"net/http/httptest"
	"strings"
	"testing"

	"plugsheet/samples"
	"plugsheet/serve"
	"plugsheet/serve/desk"
)

// deskTab opens an empty page. Pictures of shops that there are not are forgiven, and what holds one of the
// texts of forgive.
func deskTab(t testing.TB, forgive ...string) *Tab {
	t.Helper()
	b := openTab(t, append(forgive, "ERR_NAME_NOT_RESOLVED")...)
	b.Size(1280, 900)
	return b
}

// connector serves a bundle on this machine, as plugsheet desk does.
func connector(t testing.TB, dir string, secrets ...serve.Secret) string {
	t.Helper()
	return serving(t, dir, true, secrets)
}

// serving serves a bundle, with or without a desk of this machine in mind.
func serving(t testing.TB, dir string, withDesk bool, secrets []serve.Secret) string {
	t.Helper()
	return strings.TrimSuffix(site(t, dir, func(o *serve.Options, address string) {
		o.Secrets, o.App = secrets, serve.App{URLs: []string{address}, Desk: withDesk}
	}), "/app/")
}

// deskPage is a desk that is listened for.
type deskPage struct{ url, key, connector string }

// address is what a person opens.
func (p deskPage) address() string { return p.url + "/#" + p.key }

// openDesk listens for a desk.
func openDesk(t testing.TB, o desk.Options) deskPage {
	t.Helper()
	relay := httptest.NewUnstartedServer(nil)
	t.Cleanup(relay.Close)
	if o.Bundle == "" {
		o.Relay = "http://" + relay.Listener.Addr().String()
	}
	d, err := desk.New(o)
	must(t, err)
	relay.Config.Handler = d.Relay()
	relay.Start()
	web := httptest.NewServer(d.Handler())
	t.Cleanup(web.Close)
	return deskPage{web.URL, d.Key(), o.Connector}
}

// sampleShop imports the sample shop as it is.
func sampleShop(t testing.TB) string { return shop(t, samples.PicturesURL) }
