package operate

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/config"
	"plugsheet/schemas/bundle"
	"plugsheet/serve"
	"plugsheet/serve/site"
)

// wakeOnHangup lets SIGHUP make s look at its bundles, and read the secrets again, until
// the function that it gives is called.
func (o serving) wakeOnHangup(s *serve.Server) (stop func()) {
	log := o.log
	signals, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-signals:
				log.Info("looking at the bundles: SIGHUP")
				o.readAgain(s)
				s.Wake()
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}

// readAgain reads the files of secrets again: a variable of this process cannot change. What cannot be meant
// changes nothing.
func (o serving) readAgain(s *serve.Server) {
	if o.secretFile != "" || o.isOwn {
		o.tellRead("secrets", o.readSecretsAgain(s))
	}
	if o.feedKeyFile != "" {
		keys, err := readFeedKeys(o.process, o.feedKeyFile)
		if err == nil {
			s.SetFeedKeys(keys)
		}
		o.tellRead("keys of the feed", err)
	}
	if o.forward.secretFile != "" {
		o.tellRead("the webhook's secret", o.forward.readSecret(o.process))
	}
}

// readSecretsAgain does so with those that signatures are checked by.
func (o serving) readSecretsAgain(s *serve.Server) error {
	if o.isOwn {
		_, err := OwnSecret(s, o.bundle, o.log)
		return err
	}
	secrets, err := ReadSecrets(o.process, o.secretFile)
	if err != nil {
		return err
	}
	return s.SetSecrets(secrets)
}

// tellRead tells how reading again went.
func (o serving) tellRead(what string, err error) {
	if err != nil {
		_, hint := cli.Describe(err, "plugsheet serve")
		o.log.Error(what+" not read again; what was there before goes on to count", "error", err, "hint", hint)
		return
	}
	o.log.Info(what + " read again")
}

// importAgain is how long after an import that failed for another reason than its inputs
// the next one is tried.
const importAgain = time.Minute

// follow is what the server does with the inputs of --watch: it imports them when they
// are not what was imported last.
func (o serveOptions) follow(config config.Config, a bundle.CustomerAccess, log *slog.Logger) site.Watch {
	last, failed, again := "", error(nil), time.Time{}
	return site.Watch{Inputs: o.watch, Stamp: func() string { return inputStamp(o.watch) },
		Import: func(ctx context.Context) error {
			now := inputStamp(o.watch) // taken first: what is saved meanwhile is imported again
			if now == last && (again.IsZero() || time.Now().Before(again)) {
				return failed
			}
			last = now
			log.Info("importing", "inputs", len(o.watch))
			report, err := importer.Run(ctx, importer.Options{
				Inputs: o.watch, Bundle: o.bundle, Config: config, CustomerKey: a.Key,
				CustomerIdentity: a.IdentityFile,
			})
			if again = (time.Time{}); err != nil {
				// the input may be well, and the disk full or another import under way
				again = time.Now().Add(importAgain)
			}
			if err == nil && !report.Written {
				// No problem is named here: cells hold customers' data, which has no place in a log.
				err = cli.WithHint(fmt.Errorf("the inputs have %s",
					cli.Plural(report.Problems.Errors(), "error")),
					"plugsheet validate shows them")
			}
			failed = err
			return err
		}}
}

// inputStamp is a text that changes when one of the inputs, or a file in one of them, does.
func inputStamp(inputs []string) string {
	var b strings.Builder
	add := func(name string) {
		if st, err := os.Stat(name); err == nil {
			fmt.Fprintln(&b, name, st.Size(), st.ModTime().UnixNano())
		}
	}
	for _, input := range inputs {
		add(input)
		entries, err := os.ReadDir(input)
		if err != nil {
			continue // a file, or gone: the import says so
		}
		for _, e := range entries {
			if !e.IsDir() {
				add(filepath.Join(input, e.Name()))
			}
		}
	}
	return b.String()
}

// importFirst makes the bundle of the watched inputs before it is served. When that
// fails, what is there is served.
func (o serveOptions) importFirst(ctx context.Context, w site.Watch, log *slog.Logger) error {
	if len(w.Inputs) == 0 {
		return nil
	}
	if o.noBuild {
		return cli.UsageErrorf("--watch and --no-build contradict each other").
			WithHint("a new bundle needs a new index")
	}
	err := w.Import(ctx)
	if err == nil || ctx.Err() != nil {
		return err
	}
	if _, there := os.Stat(o.bundle); there != nil {
		return err
	}
	log.Error("not imported; the bundle that is there is served", "error", err)
	return nil
}
