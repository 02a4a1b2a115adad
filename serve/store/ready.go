package store

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"plugsheet/schemas/files"
)

// retryJournal is how long after a journal could not be written it is tried again, for /ready. Nobody sends
// actions to a server that is not ready, so that their success tells nothing.
const retryJournal = 5 * time.Second

// maxAction is more than an action takes, in bytes.
const maxAction = 64 << 10

// note keeps whether the journal could be written, and when it could not.
func (j *Journal) note(err error) {
	if err == nil {
		j.failed.Store(nil)
		return
	}
	now := j.Clock()
	j.failed.Store(&now)
}

// Ready tells whether actions could be recorded: private/ can be written, and the last action that came was.
// After one that was not it is tried without an action, from time to time.
func (j *Journal) Ready() bool {
	failed, now := j.failed.Load(), j.Clock()
	switch {
	case !j.writable():
		return false
	case failed == nil:
		return true
	case now.Sub(*failed).Abs() < retryJournal, !j.failed.CompareAndSwap(failed, &now):
		return false // or somebody tries at this moment
	}
	return j.Try() == nil && j.failed.CompareAndSwap(&now, nil)
}

// writable tells whether actions could be written, as far as that can be seen without writing.
func (j *Journal) writable() bool {
	private := privateFile(j.Dir, "")
	if _, err := os.Stat(private); errors.Is(err, fs.ErrNotExist) {
		return mayWrite(j.Dir)
	}
	return files.NoLink(private, privateFile(j.Dir, journalName)) == nil && mayWrite(private)
}

// Try is [Actions.Try]: it opens the journal, and writes as much as an action may take beside it.
func (j *Journal) Try() error {
	if err := j.opened(); err != nil {
		return err
	}
	f, err := os.CreateTemp(privateFile(j.Dir, ""), ".journal-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(make([]byte, maxAction))
	return errors.Join(err, f.Sync(), f.Close())
}
