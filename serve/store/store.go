// Package store is what a server must remember, website by website: which actions operators asked for, which
// of them are still to be forwarded, and which could not be. A server knows it by [Actions] and [Queue]
// alone. [Journal] keeps it in files under a bundle's private/, for one server; what keeps it for several,
// [Shared], has the same two faces.
package store

import (
	"context"
	"time"
)

// Actions are the actions of one website. They are safe for concurrent use.
type Actions interface {
	// Record returns when the action is kept for good. The same one within ten minutes is kept once: repeated
	// says that it was before, also by a process that has ended since. While a store of several servers does not
	// answer in time, it says so of one too many or too few.
	Record(a Action) (repeated bool, err error)

	// Recover mends what a crash left half written, before the first action comes.
	Recover() error

	// Ready tells whether actions can be recorded: where the last one was not, it is tried from time to time.
	Ready() bool

	// Try tells, by trying, why an action could not be recorded now; it records none.
	Try() error

	// Close gives files and connections back until the next action.
	Close() error

	// Forwardable tells whether there is, or was, an action to forward, and Retries whether dead letters wait
	// to be tried again.
	Forwardable() bool
	Retries() bool

	// Queues gives the actions that are still to be forwarded, divided among at most so many queues.
	Queues(most int) []Queue
}

// Queue are actions of one website that are still to be forwarded: of a journal all, in the order in which
// they were asked for; of a store those that no other queue has. It is for one goroutine, and goes on where
// the one before ended, also that of a process that was killed: at least once.
type Queue interface {
	// Next gives the next one, the same until Done, as it is now: who was forgotten meanwhile is blotted out of
	// it. Errors: [io.EOF] while there is none, [ErrNoAction] for a line that is none, which Done leaves out.
	Next() (Letter, error)

	// Done says that the one that Next gave is delivered or buried.
	Done() error

	// Bury keeps one that is given up as a dead letter.
	Bury(d DeadLetter) error

	// Close gives back what is held. Next goes on with what was not done.
	Close()
}

// Letter is an action on its way.
type Letter struct {
	ID     string // of the delivery, the same for every attempt
	Action Action
	Again  bool // it was a dead letter, and somebody asked for another try
}

// Shared is what several servers remember together. It is safe for concurrent use.
type Shared interface {
	Actions(site string, o JournalOptions) Actions // of one website; its folder does not matter
	Operators() Values                             // bots that the platform has made
	Conversations(keep time.Duration) Values       // each for a while after its last message
	Rehearsed(keep time.Duration) Values           // what both are for rehearsals, which leave nothing
	Counts(site string) Values                     // what a website's visitors searched for, and agents sent
	Away() (since time.Time, away bool)            // while it keeps nothing
}

// Values are small values by key. They are safe for concurrent use.
type Values interface {
	// Get gives a value; nil where there is none.
	Get(ctx context.Context, key string) ([]byte, error)

	// Update replaces a value by what change makes of it, while nobody else does: change is called again
	// where somebody did. Where it gives nil nothing is written. An error of it is given back.
	Update(ctx context.Context, key string, change func(old []byte) ([]byte, error)) error
}
