package develop

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/cmd/operate"
	functions "plugsheet/cmd/studio"
	"plugsheet/samples"
	"plugsheet/serve"
	"plugsheet/serve/desk"
	"plugsheet/serve/loopback"
	"plugsheet/serve/studio"
)

type studioOptions struct {
	deskOptions // of the server of the bundle and its desk
	folder      string
	studioAddr  string
	fetch       cli.FetchOptions
	others      []string
}

// uploadTime is how long a dropped file may take to come in.
const uploadTime = 10 * time.Minute

// NewStudio is the command that shows the way from a spreadsheet to a published catalog in a browser.
func NewStudio(p cli.Process) *cobra.Command {
	o := studioOptions{}
	c := cli.Command(p, "studio [FOLDER] [flags]",
		"Open a page that leads from a spreadsheet to a published catalog",
		func(c *cobra.Command, args []string) error {
			if o.folder = "."; len(args) == 1 {
				o.folder = args[0]
			}
			o.others = cli.SettingNames(c.Root())
			return runStudio(c.Context(), p, o)
		})
	f := c.Flags()
	cli.AddBundleFlag(c, &o.target, "", "",
		"publish into the bundle in `FOLDER` (default: bundle in the studio's FOLDER)")
	f.StringVar(&o.studioAddr, "studio-addr", "127.0.0.1:8090",
		"answer the page on `HOST:PORT` of this machine; port 0 takes any free one")
	o.addServerFlags(c)
	o.fetch.AddFlags(c)
	return c
}

// runStudio answers the page, and serves what is published, until the context ends.
func runStudio(ctx context.Context, p cli.Process, o studioOptions) (err error) {
	secrets, err := operate.ReadSecrets(p, o.secretFile)
	if err != nil {
		return err
	}
	o.target = cmp.Or(o.target, filepath.Join(o.folder, "bundle"))
	limits, err := o.fetch.Limits()
	if err != nil {
		return err
	}
	page, err := listenHere("--studio-addr", o.studioAddr)
	if err != nil {
		return err
	}
	defer page.Close()
	s, err := studio.New(studio.Options{
		Folder: o.folder, Bundle: o.target, MaxUpload: limits.Size, Git: functions.Git{},
		Improver: functions.Improver{Process: p},
		Pictures: samples.Pictures(), PicturesURL: samples.PicturesURL,
		Importer: functions.Importer{
			Folder: o.folder, Bundle: o.target, Fetch: limits, Others: o.others, Process: p,
		},
		Start: func(ctx context.Context, bundle string, published bool) (studio.Connector, error) {
			return o.start(ctx, p, secrets, bundle, published)
		},
	})
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, s.Close()); err == nil {
			operate.NewLogger(p).Info("stopped")
		}
	}()
	published, err := s.Begin(ctx)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(p.Stdout, "the studio: %s\n", s.Address(page.Addr().String())); err != nil {
		return fmt.Errorf("writing the address: %w", err)
	}
	if c, ok := published.(*studioConnector); ok {
		if err := o.tell(p, c.url, c.secrets); err != nil {
			return err
		}
		defer o.Forget()
	}
	if err := loopback.Serve(ctx, page, s.Handler(), uploadTime); err != nil &&
		!errors.Is(err, context.Canceled) {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}

// studioConnector is a server of a bundle that the studio began.
type studioConnector struct {
	deskServer
	url   string
	view  *desk.Desk
	stop  context.CancelFunc
	ended chan error
}

// start begins the server of a bundle, and its desk.
func (o studioOptions) start(ctx context.Context, p cli.Process, secrets []serve.Secret, bundle string,
	published bool) (*studioConnector, error) {
	o.target = bundle
	if !published { // nobody's searches count yet
		o.addr, o.noGaps, o.noLearning = "127.0.0.1:0", true, true
	}
	d := desk.Options{Website: o.website, PublicURL: o.publicURL, Pictures: samples.Pictures(),
		PicturesURL: samples.PicturesURL, Within: true}
	server, err := o.connector(ctx, p, secrets, &d)
	if err != nil {
		return nil, err
	}
	if len(server.secrets) > 0 {
		d.Secret = server.secrets[0]
	}
	view, err := desk.New(d)
	if err != nil {
		server.close()
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	c := &studioConnector{deskServer: server, url: d.Connector, view: view, stop: stop,
		ended: make(chan error, 1)}
	go func() { c.ended <- c.serve(ctx) }()
	return c, nil
}

// URL implements [studio.Connector].
func (c *studioConnector) URL() string { return c.url }

// Desk implements [studio.Connector].
func (c *studioConnector) Desk() *desk.Desk { return c.view }

// Ready implements [studio.Connector]. A website's bundle is opened by the first request for it.
func (c *studioConnector) Ready(ctx context.Context, website, digest string) bool {
	query := ""
	if website != "" {
		query = url.Values{"idWebsite": {website}}.Encode()
		first := query + "&idConnectorVersion=0&idOperator=0&limit=1"
		if ok, _ := c.get(ctx, "/products", first, nil); !ok {
			return false
		}
	}
	var said struct{ Digest string }
	ok, err := c.get(ctx, "/ready", query, &said)
	return ok && err == nil && (digest == "" || said.Digest == digest)
}

// get sends a request to the server, signed as the platform's are; ok is an answer that is no error.
func (c *studioConnector) get(ctx context.Context, path, query string, into any) (ok bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+path+"?"+query, nil)
	if err != nil {
		return false, err
	}
	if len(c.secrets) > 0 {
		r.Header.Set("X-Iadvize-Signature", serve.Sign(c.secrets[0], []byte(query)))
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false, err
	}
	defer answer.Body.Close()
	if into != nil {
		err = json.NewDecoder(answer.Body).Decode(into)
	}
	return answer.StatusCode == http.StatusOK, err
}

// Reload implements [studio.Connector].
func (c *studioConnector) Reload(ctx context.Context) error { return c.server.Reload(ctx) }

// Close implements [studio.Connector].
func (c *studioConnector) Close() error {
	c.stop()
	err := <-c.ended
	c.close()
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
