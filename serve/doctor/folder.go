package doctor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
	"plugsheet/serve/store"
)

// user warns of root, who may do everything: to a server that is needless, and what this looks at means
// little.
func (r *report) user() {
	if os.Geteuid() == 0 {
		r.warn("user", "sudo -u plugsheet plugsheet doctor …   (and run the server as an ordinary user too)",
			"this runs as root, who may read and write everything: whether the server may cannot be told")
	}
}

// private looks at the one folder that nobody else may read and that the server writes in.
func (r *report) private(dir string) {
	const check = "private/"
	name := filepath.Join(dir, bundle.PrivateDir)
	st, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && files.Writable(dir):
		r.ok(check, "it is made when it is needed")
		return
	case errors.Is(err, fs.ErrNotExist):
		r.wrong(check, fmt.Sprintf("sudo install -d -m 700 -o %s %s", userName(), name),
			"it is missing and cannot be made: actions cannot be written")
		return
	case err != nil:
		r.wrong(check, "ls -ld "+name, "%v", err)
		return
	case !st.IsDir():
		r.wrong(check, "mv "+name+" elsewhere", "it is no folder")
		return
	}
	well := true
	if mode := st.Mode().Perm(); mode&0o007 != 0 && runtime.GOOS != "windows" {
		well = false
		r.wrong(check, "chmod 700 "+name, "everybody on this machine may look into it (mode %04o)", mode)
	}
	if !files.Writable(name) {
		well = false
		r.wrong(check, fmt.Sprintf("sudo chown -R %s %s", userName(), name),
			"this user may not write in it: actions are refused with 503")
	}
	if open := openFiles(name); open != "" {
		well = false
		r.wrong(check, "chmod 600 "+filepath.Join(name, open),
			"everybody on this machine may read or change %s in it", open)
	}
	if well {
		r.ok(check, "only its owner and group may look into it, and this user may write")
	}
}

// userName is who runs this, for a hint.
func userName() string {
	if name := os.Getenv("USER"); name != "" && os.Geteuid() != 0 {
		return name
	}
	return "plugsheet"
}

// openFiles is a file below private/ that everybody may read or change; empty where there is none.
func openFiles(name string) string {
	if runtime.GOOS == "windows" {
		return ""
	}
	found := ""
	filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		// what cannot be read is nobody's
		if err != nil || found != "" || !d.Type().IsRegular() {
			return nil
		}
		if st, err := d.Info(); err == nil && st.Mode().Perm()&0o007 != 0 {
			found, _ = filepath.Rel(name, path)
		}
		return nil
	})
	return found
}

// gitTime bounds what git may take.
const gitTime = 10 * time.Second

// git finds what is in git and must not be.
func (r *report) git(ctx context.Context, dir string) {
	const check = "git"
	ctx, cancel := context.WithTimeout(ctx, gitTime)
	defer cancel()
	out, err := gitLines(ctx, dir, "ls-files", "-z", "--", bundle.PrivateDir, bundle.IndexDir,
		":(glob)"+bundle.SitesDir+"/*/"+bundle.PrivateDir+"/**",
		":(glob)"+bundle.SitesDir+"/*/"+bundle.IndexDir+"/**")
	if err != nil { // no git here, or no repository
		r.ignored(dir)
		return
	}
	for _, name := range out {
		if strings.HasPrefix("/"+name, "/"+bundle.PrivateDir+"/") ||
			strings.Contains(name, "/"+bundle.PrivateDir+"/") {
			r.wrong(check,
				fmt.Sprintf("git -C %s rm -r -q --cached %s   (and take it out of the history: others "+
					"have it)", dir, filepath.Dir(name)), "%s is in git: it holds what is personal", name)
			return
		}
	}
	if len(out) > 0 {
		r.warn(check, fmt.Sprintf("git -C %s rm -r -q --cached %s", dir, filepath.Dir(out[0])),
			"%s is in git: it is derived, and built anew", out[0])
		return
	}
	r.ignored(dir)
}

// gitLines runs git in dir for a list of names. It writes nothing, and no setting of the repository makes it
// run anything.
func gitLines(ctx context.Context, dir string, args ...string) ([]string, error) {
	c := exec.CommandContext(ctx, "git",
		append([]string{"-C", dir, "-c", "core.fsmonitor=false"}, args...)...)
	c.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
	out, err := c.Output()
	if err != nil || len(out) == 0 {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), nil
}

// ignored looks whether the bundle's own .gitignore is still there.
func (r *report) ignored(dir string) {
	const check = "git"
	data, err := bounded.ReadFile(filepath.Join(dir, ".gitignore"), bounded.MiB)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.warn(check, "ls -l "+filepath.Join(dir, ".gitignore"), "%v", err)
		return
	}
	lines := bytes.Fields(data)
	for _, name := range []string{bundle.PrivateDir, bundle.IndexDir} {
		there := false
		for _, l := range lines {
			there = there || strings.Trim(string(l), "/") == name
		}
		if !there {
			r.warn(check, fmt.Sprintf("echo /%s/ >> %s", name, filepath.Join(dir, ".gitignore")),
				".gitignore does not leave %s/ out", name)
			return
		}
	}
	r.ok(check, "index/ and private/ are left out")
}

// minRoom is what a server needs of a disk at any rate, in bytes: journal, and certificates.
const minRoom = 64 << 20

// room looks whether a new bundle and a new index have room beside the old ones.
func (r *report) room(dir string, bytes int64) {
	free, ok := freeBytes(dir)
	want := 4*bytes + 4*minRoom
	switch {
	case !ok:
	case free < minRoom:
		r.wrong("disk", "df -h "+dir, "%s are left: actions and a new index cannot be written", size(free))
	case free < want:
		r.warn("disk", "df -h "+dir,
			"%s are left; a new bundle and a new index beside the old ones want about %s",
			size(free), size(want))
	default:
		r.ok("disk", "%s are left", size(free))
	}
}

// connections is how many files a busy server wants for these: one each, and as many again in a rush.
const connections = 1024

// descriptors compares the limit of open files with what the websites and connections take.
func (r *report) descriptors(files, sites int) {
	limit, ok := maxFiles()
	want := uint64(files + connections)
	switch {
	case !ok:
	case limit < want:
		r.warn("files", fmt.Sprintf("ulimit -n %d   (systemd: LimitNOFILE=%[1]d)", max(2*want, 65536)),
			"a process may have %d files open; with all %d websites open and %d connections it wants %d",
			limit, sites, connections, want)
	default:
		r.ok("files", "a process may have %d open", limit)
	}
}

// clock compares the machine's with what cannot be in the future: this program, and the bundle.
func (r *report) clock(dir string, o BundleOptions) {
	const check, hint = "clock", "timedatectl   (and set-ntp true)"
	now := o.Clock()
	if now.Before(o.Built) {
		r.wrong(check, hint, "it says %s, and this program was made on %s", now.UTC().Format(time.DateOnly),
			o.Built.UTC().Format(time.DateOnly))
		return
	}
	st, err := os.Stat(filepath.Join(dir, bundle.ManifestFile))
	if err == nil && st.ModTime().After(now.Add(time.Minute)) {
		r.warn(check, hint, "it says %s, and the bundle was written at %s", now.UTC().Format(time.RFC3339),
			st.ModTime().UTC().Format(time.RFC3339))
		return
	}
	r.ok(check, "it says %s", now.UTC().Format(time.RFC3339))
}

// locks tells who works on the bundle. It takes no lock, not even for a moment.
func (r *report) locks(dir string) {
	if locked(filepath.Join(dir, ".lock")) {
		r.warn("import", "wait for it to end", "another process writes this bundle at this moment")
	}
	if locked(filepath.Join(dir, bundle.PrivateDir, "journal.lock")) {
		r.ok("server", "one works on this bundle and writes its journal")
	}
}

// largeJournal is how much of it makes somebody look, in bytes.
const largeJournal = 1 << 30

// actions looks at the journal and at what could not be forwarded.
func (v *visit) actions(dir string) {
	private := filepath.Join(dir, bundle.PrivateDir)
	var total int64
	names, _ := filepath.Glob(filepath.Join(private, "journal*.jsonl")) // the pattern is right
	for _, name := range names {
		if st, err := os.Stat(name); err == nil {
			total += st.Size()
		}
	}
	n, damaged := 0, 0
	for _, err := range store.ReadActions(dir) {
		switch {
		case errors.Is(err, store.ErrNoAction):
			damaged++
		case err != nil:
			v.wrong("journal", "ls -l "+private, "%v", err)
			return
		default:
			n++
		}
	}
	switch {
	case damaged > 0:
		v.wrong("journal", "plugsheet actions list "+dir+"   (names the lines)",
			"damaged lines: %d; the other %d are whole", damaged, n)
	case total > largeJournal:
		v.warn("journal", "mv "+filepath.Join(private, "journal-0*.jsonl")+
			" an-archive   (those are whole; journal.jsonl is being written)",
			"%d actions, %s", n, size(total))
	case n > 0:
		v.ok("journal", "%d actions, %s", n, size(total))
	}
	if st, err := os.Stat(filepath.Join(private, "dead-letters.jsonl")); err == nil && st.Size() > 0 {
		v.warn("webhook", "plugsheet actions retry "+dir,
			"some actions could not be forwarded (%s)", size(st.Size()))
	}
}
