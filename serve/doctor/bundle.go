package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"plugsheet/index"
	"plugsheet/index/folder"
	"plugsheet/schemas/bundle"
)

// BundleOptions are the settings of [Bundle]. The zero value is usable.
type BundleOptions struct {
	Customers bundle.CustomerAccess // what opens the customers
	// when this program was made: no clock is right that is before it; zero: not known
	Built time.Time
	Clock func() time.Time // nil: time.Now
}

// Bundle looks at the bundle in dir, at the websites' in its sites/, and at what a server on it needs: index,
// rights, room, files, clock. Every file of the bundles is read. An error is the context's.
func Bundle(ctx context.Context, dir string, o BundleOptions) ([]Finding, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	r := &report{}
	if st, err := os.Stat(dir); err != nil || !st.IsDir() {
		r.wrong("bundle", "write one with: plugsheet import INPUT... -o "+dir,
			"%s: there is no such folder", dir)
		return *r, nil
	}
	v := &visit{report: r, o: o}
	sites, err := bundle.SiteNames(dir)
	if err != nil {
		r.wrong("websites", "let the server's user read the folder", "they cannot be listed: %s", err)
	}
	v.bundle(ctx, dir, len(sites) > 0)
	v.sites(ctx, dir, sites)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.user()
	r.private(dir)
	r.git(ctx, dir)
	r.room(dir, v.bytes)
	r.descriptors(v.files, len(sites))
	r.clock(dir, o)
	r.locks(dir)
	return *r, ctx.Err()
}

// visit is one look at a bundle and its websites.
type visit struct {
	*report
	o     BundleOptions
	bytes int64 // of all bundles' files
	files int   // that a server holds open of all bundles
}

// bundle looks at one bundle; none is no fault at the root of websites.
func (v *visit) bundle(ctx context.Context, dir string, sites bool) {
	b, unfinished, err := bundle.Inspect(dir)
	if errors.Is(err, bundle.ErrNotBundle) && sites {
		v.ok("bundle", "none at the root: only the websites in sites/ are answered")
		return
	}
	if err == nil {
		err = b.Verify(ctx, nil)
	}
	if err != nil {
		v.wrong("bundle", bundleHint(err, dir), "%v", err)
		return
	}
	if unfinished {
		v.warn("commit", "plugsheet search "+dir+" x",
			"an import was interrupted while it moved files; whoever opens the bundle next, a server too, "+
				"finishes that")
	}
	m := b.Manifest()
	for _, f := range m.Files {
		v.bytes += f.Bytes
	}
	v.files += len(b.ProductFiles()) + indexFiles
	v.ok("bundle", "%d products, %d categories, format %d, digest %.12s", m.Counts.Products,
		m.Counts.Categories, m.Format, b.Digest())
	v.index(ctx, b)
	if !unfinished { // whoever opens the customers would finish it
		v.customers(dir)
	}
	v.actions(dir)
}

// indexFiles is how many files an open index has, about.
const indexFiles = 8

// sites looks at the websites: a line for all that are well, and the findings of those that are not.
func (v *visit) sites(ctx context.Context, dir string, names []string) {
	if len(names) == 0 {
		return
	}
	well := 0
	for _, name := range names {
		one := &visit{report: &report{}, o: v.o}
		one.bundle(ctx, bundle.SiteDir(dir, name), false)
		v.bytes += one.bytes
		v.files += one.files
		before := len(*v.report)
		for _, f := range *one.report {
			if f.Level != OK {
				f.Check = bundle.SitesDir + "/" + name + " " + f.Check
				*v.report = append(*v.report, f)
			}
		}
		if before == len(*v.report) {
			well++
		}
	}
	v.ok("sites", "%d of %d websites are well", well, len(names))
}

func bundleHint(err error, dir string) string {
	var format *bundle.FormatError
	var damaged *bundle.DamagedError
	switch {
	case errors.Is(err, bundle.ErrNotBundle):
		return "write one with: plugsheet import INPUT... -o " + dir
	case errors.As(err, &format):
		return "use a plugsheet at least as new as the one that wrote it"
	case errors.As(err, &damaged):
		return "git -C " + dir + " checkout -- .   (or plugsheet import again)"
	case errors.Is(err, fs.ErrPermission):
		return "ls -ld " + dir + "   (whoever runs the server must be able to read all but private/)"
	}
	return ""
}

// index says what a server would do about the index.
func (v *visit) index(ctx context.Context, b *bundle.Bundle) {
	const check = "index"
	state, err := folder.Check(ctx, b)
	hint := "plugsheet serve " + b.Dir() + "   (builds it at its start, if it may write in index/)"
	why := map[folder.State]string{
		folder.Missing: "there is none", folder.Corrupt: "it is damaged",
		folder.Version: "it was built by another version of plugsheet",
		folder.Stale:   "it was built from other data",
	}
	switch {
	case err != nil:
		v.wrong(check, "ls -l "+filepath.Join(b.Dir(), bundle.IndexDir), "%v", err)
		return
	case state != folder.Equal:
		v.warn(check, hint,
			"%s: serve builds it anew while it listens already, and with --no-build does not start",
			why[state])
		return
	}
	x, err := index.Open(ctx, b)
	if err == nil {
		err = errors.Join(x.Verify(ctx), x.Close())
	}
	if err != nil {
		v.warn(check, "rm -r "+filepath.Join(b.Dir(), bundle.IndexDir)+"   (serve builds it anew)", "%v", err)
		return
	}
	v.ok(check, "it belongs to this bundle, and its bytes are those that were written")
}

// customers looks at the customers and their key.
func (v *visit) customers(dir string) {
	const check = "customers"
	c, err := bundle.OpenCustomers(dir, v.o.Customers)
	var key *bundle.KeyError
	switch {
	case errors.Is(err, fs.ErrPermission):
		v.wrong(check, "ls -ld "+filepath.Join(dir, bundle.PrivateDir)+
			"   (it belongs to whoever runs the server)", "private/ cannot be read by this user")
	case errors.As(err, &key):
		v.wrong(check,
			"export PLUGSHEET_CUSTOMER_KEY=…   (the one that they were imported with), or import them again",
			"%v", err)
	case err != nil:
		v.wrong(check, "plugsheet import INPUT... -o "+dir+
			"   (writes the customers anew, with a key of their own)", "%v", err)
	case c.Locked():
		v.warn(check, "plugsheet doctor "+dir+" --customers-identity FILE   (and serve with it)",
			"they are there encrypted only, and nothing was given to open them")
	case c.Len() > 0:
		v.ok(check, "%d are known, by hashes", c.Len())
	}
}

// size is a number of bytes for people.
func size(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KiB", (n+1023)/1024)
}
