package studio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"plugsheet/schemas/files"
	"plugsheet/schemas/problem"
	"plugsheet/serve/loopback"
)

// droppedDir is the folder inside hers into which the files go that she drops: copies, so that hers stay as
// they are.
const droppedDir = "dropped"

const (
	maxName   = 200 // bytes of a file's name
	maxInputs = 50  // that are opened together, or shown
)

// input is something in the folder that may be opened.
type input struct {
	Name     string    `json:"name"` // relative to the folder, with slashes
	Folder   bool      `json:"folder"`
	Bytes    int64     `json:"bytes"`
	Modified time.Time `json:"modified"`
}

// inputs lists what may be opened: tables in the folder, folders of tables in it, and what was dropped.
func (s *Studio) inputs() []input {
	all := []input{}
	for _, dir := range []string{".", droppedDir} {
		entries, err := os.ReadDir(filepath.Join(s.o.Folder, dir))
		if err != nil {
			continue // it is not there yet, or nothing in it can be opened
		}
		for _, e := range entries {
			name := path.Join(dir, e.Name())
			info, err := os.Stat(s.path(name))
			isFolder := err == nil && info.IsDir()
			switch {
			case err != nil, strings.HasPrefix(e.Name(), "."), strings.HasPrefix(e.Name(), "~$"):
			case isFolder && s.hasTables(name), !isFolder && isTable(e.Name()):
				all = append(all, input{name, isFolder, info.Size(), info.ModTime().UTC()})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b input) int { return b.Modified.Compare(a.Modified) })
	return all[:min(len(all), maxInputs)]
}

// hasTables tells whether a folder holds tables. The bundle, and the folder of what was dropped, are none.
func (s *Studio) hasTables(name string) bool {
	if name == droppedDir || s.path(name) == filepath.Clean(s.o.Bundle) {
		return false
	}
	entries, err := os.ReadDir(s.path(name))
	isOne := func(e os.DirEntry) bool { return !e.IsDir() && isTable(e.Name()) }
	return err == nil && slices.ContainsFunc(entries, isOne)
}

// isTable tells by a name whether a file may be a table; what it is, its content says when it is opened.
func isTable(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	if strings.HasSuffix(name, ".corrections.csv") {
		return false
	}
	return slices.Contains([]string{".xlsx", ".xlsm", ".xltx", ".csv", ".tsv", ".txt"}, path.Ext(name))
}

// path is where something of the folder is.
func (s *Studio) path(name string) string { return filepath.Join(s.o.Folder, filepath.FromSlash(name)) }

// upload answers POST /api/upload/{name}: a file that was dropped is copied into the studio's folder.
func (s *Studio) upload(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if !isFileName(name) {
		refuse(w, r, http.StatusBadRequest, "%q cannot be a file's name here", name)
		return
	}
	to := s.path(path.Join(droppedDir, name))
	err := os.MkdirAll(filepath.Dir(to), 0o755)
	if err == nil {
		err = files.NoLink(filepath.Dir(to), to)
	}
	if err == nil {
		err = files.WriteBy(to, 0o600, func(f io.Writer) error {
			_, err := io.Copy(f, http.MaxBytesReader(w, r.Body, s.o.MaxUpload))
			return err
		})
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		refuse(w, r, http.StatusRequestEntityTooLarge,
			"the file is larger than %d MiB: start plugsheet studio with --max-input", s.o.MaxUpload>>20)
	case err != nil:
		refuse(w, r, http.StatusInternalServerError, "the file cannot be kept: %v", err)
	default:
		loopback.Write(w, map[string]string{"name": path.Join(droppedDir, name)})
	}
}

// isFileName tells whether a name that a browser gives is one that may be written into the studio's folder.
func isFileName(name string) bool {
	isOdd := func(r rune) bool { return r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) }
	return name == filepath.Base(name) && filepath.IsLocal(name) && len(name) <= maxName &&
		!strings.HasPrefix(name, ".") && !strings.ContainsFunc(name, isOdd) && isTable(name)
}

// open is a spreadsheet that is open.
type open struct {
	Table
	inputs []string     // as [Importer] got them
	busy   sync.RWMutex // held for reading while all of it is imported
}

// use looks at the spreadsheet that is open, which is then not closed before free is called.
func (s *Studio) use(l problem.Language, look func(*open)) (free func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.table == nil {
		return nil, errors.New(l.Say("no spreadsheet is open"))
	}
	look(s.table)
	s.table.busy.RLock()
	return s.table.busy.RUnlock, nil
}

// close closes it once nothing reads it any more; of none nothing.
func (o *open) close() error {
	if o == nil {
		return nil
	}
	o.busy.Lock()
	defer o.busy.Unlock()
	return o.Close()
}

// openInputs answers POST /api/open: inputs are read and looked at, in the background. What was open is
// closed.
func (s *Studio) openInputs(w http.ResponseWriter, r *http.Request, asked struct{ Inputs []string }) {
	l := languageOf(r)
	inputs, wrong, ok := s.resolve(asked.Inputs)
	if !ok {
		refuse(w, r, http.StatusBadRequest, "%q is not in the folder", wrong)
		return
	}
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		return s.take(ctx, inputs, p, l)
	})
}

// samples answers POST /api/samples: the sample shop is written into the folder and opened.
func (s *Studio) samples(w http.ResponseWriter, r *http.Request) {
	l := languageOf(r)
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		input, err := s.o.Importer.Samples(ctx, s.o.Folder)
		if err != nil {
			return nil, err
		}
		return s.take(ctx, []string{input}, p, l)
	})
}

// resolve makes paths of what the page names: what is in the folder, and addresses of the web. The first that
// is neither is told.
func (s *Studio) resolve(names []string) (inputs []string, wrong string, ok bool) {
	if len(names) == 0 || len(names) > maxInputs {
		return nil, fmt.Sprint(names), false
	}
	for _, name := range names {
		switch {
		case strings.HasPrefix(name, "https://"), strings.HasPrefix(name, "http://"):
			inputs = append(inputs, name)
			continue
		case !filepath.IsLocal(filepath.FromSlash(name)):
			return nil, name, false
		}
		if _, err := os.Stat(s.path(name)); err != nil {
			return nil, name, false
		}
		inputs = append(inputs, s.path(name))
	}
	return inputs, "", true
}

// take opens inputs in the place of those that are open, and gives what they are taken for.
func (s *Studio) take(ctx context.Context, inputs []string, p Progress, l problem.Language) (Mapping, error) {
	p("reading", 0, 0)
	t, err := s.o.Importer.Open(ctx, inputs, p)
	if err != nil {
		return Mapping{}, err
	}
	m, err := t.Mapping(ctx, l)
	if err != nil {
		return Mapping{}, errors.Join(err, t.Close())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.table
	s.table = &open{Table: t, inputs: inputs}
	s.work.done.Go(func() { before.close() }) // when nothing reads it any more
	return m, nil
}
