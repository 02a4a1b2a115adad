package memory

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
	"plugsheet/serve/bot"
)

const (
	operatorsFile = "bots.json"
	maxOperators  = 10_000
	maxLent       = 100
)

// ErrTooMany says that there are so many bots already that no other is kept.
var ErrTooMany = errors.New("too many bots")

// Operator is a bot at the platform (contract, 3.3): which scenario it plays, and the rules that find agents
// for it.
type Operator struct {
	Scenario string `json:"scenario"`
	// of the request that made it: requests of the conversation may lack it
	Website   string     `json:"website,omitempty"`
	Language  string     `json:"language,omitempty"`
	EditorURL string     `json:"editorUrl"` // of the scenario, for when that has gone
	Rules     []bot.Rule `json:"rules,omitempty"`
	Created   time.Time  `json:"createdAt"`
	Updated   time.Time  `json:"updatedAt"`
}

// Operators keeps the bots that the platform has made, by the operator's id, in a file that is written whole
// or not at all. It is read again when another process has changed it. It is safe for use by several
// goroutines.
type Operators struct {
	path   string
	shared Values // nil: they are in the file
	mu     sync.Mutex

	sharedLent Values // for a while
	all        map[string]Operator
	lent       map[string]Operator // kept in memory only
	seen       fs.FileInfo         // of what was read last
}

// NewOperators are the operators kept in a folder.
func NewOperators(dir string) *Operators {
	return &Operators{path: filepath.Join(dir, operatorsFile), all: map[string]Operator{},
		lent: map[string]Operator{}}
}

// Find gives an operator; false where there is none. Errors: of the disk, or a file that cannot be read.
func (o *Operators) Find(id string) (Operator, bool, error) {
	o.mu.Lock()
	one, ok := o.lent[id]
	o.mu.Unlock()
	switch {
	case ok:
		return one, true, nil
	case o.shared != nil:
		return o.findShared(id)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.read(); err != nil {
		return Operator{}, false, err
	}
	one, ok = o.all[id]
	return one, ok, nil
}

// Lend is [Operators.Put] for a rehearsal: the operator is kept as long as the program runs, in memory, and
// one of the same id that is kept already stays as it is.
func (o *Operators) Lend(id string, one Operator, now time.Time) (Operator, error) {
	if o.shared != nil {
		return putShared(o.sharedLent, hash("bot", id), one, now)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	before, known := o.lent[id]
	if !known && len(o.lent) >= maxLent {
		return Operator{}, ErrTooMany
	}
	one.Created, one.Updated = now.UTC(), now.UTC()
	if known {
		one.Created = before.Created
	}
	o.lent[id] = one
	return one, nil
}

// Put keeps an operator, which is on the disk when it returns; of one that is known the time of its making
// stays. It gives what is kept. Errors: [ErrTooMany], or of the disk.
func (o *Operators) Put(id string, one Operator, now time.Time) (Operator, error) {
	if o.shared != nil {
		return putShared(o.shared, hash(id), one, now)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.read(); err != nil {
		return Operator{}, err
	}
	before, known := o.all[id]
	if !known && len(o.all) >= maxOperators {
		return Operator{}, ErrTooMany
	}
	one.Created, one.Updated = now.UTC(), now.UTC()
	if known {
		one.Created = before.Created
	}
	all := make(map[string]Operator, len(o.all)+1)
	for k, v := range o.all {
		all[k] = v
	}
	all[id] = one
	if err := o.write(all); err != nil {
		return Operator{}, fmt.Errorf("keeping the bots: %w", err)
	}
	o.all = all
	return one, nil
}

func (o *Operators) write(all map[string]Operator) error {
	data, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return err
	}
	if err := files.WriteBelow(o.path, append(data, '\n'), 0o600, 0o700); err != nil {
		return err
	}
	// what was written is read again: a later change within the same tick of the clock is then not missed
	o.seen = nil
	return nil
}

// read reads the file where it is not the one that was read last.
func (o *Operators) read() error {
	if err := files.NoLink(filepath.Dir(o.path), o.path); err != nil {
		return fmt.Errorf("reading the bots: %w", err)
	}
	now, err := os.Stat(o.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the bots: %w", err)
	}
	if o.seen != nil && os.SameFile(now, o.seen) && now.ModTime().Equal(o.seen.ModTime()) &&
		now.Size() == o.seen.Size() {
		return nil
	}
	data, err := bounded.ReadFile(o.path, 16*bounded.MiB)
	if err != nil {
		return fmt.Errorf("reading the bots: %w", err)
	}
	all := map[string]Operator{}
	if err := json.Unmarshal(data, &all); err != nil {
		return fmt.Errorf("reading the bots: %s: %w", o.path, err)
	}
	o.all, o.seen = all, now
	return nil
}
