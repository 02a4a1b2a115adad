// Package stage names the parts of an import and sums the time that each takes.
package stage

import "time"

// Watch sums the time of stages that alternate.
type Watch struct {
	stage Stage
	since time.Time
	sum   map[Stage]time.Duration
}

// New begins with checking.
func New() *Watch {
	return &Watch{stage: Check, since: time.Now(), sum: map[Stage]time.Duration{}}
}

// To ends the current stage and begins another.
func (w *Watch) To(s Stage) {
	now := time.Now()
	w.sum[w.stage] += now.Sub(w.since)
	w.stage, w.since = s, now
}

// Add counts time that a stage took beside the others.
func (w *Watch) Add(s Stage, d time.Duration) { w.sum[s] += d }

// Times gives the sums, in the order of the stages.
func (w *Watch) Times() []Time {
	w.To(w.stage)
	var times []Time
	for _, s := range []Stage{Read, Check, Write, Commit} {
		times = append(times, Time{s, w.sum[s]})
	}
	return times
}

// Stage is a part of an import, for progress and timing.
type Stage string

// The stages. Reading and checking alternate row by row, while products are written beside them; commit comes
// last. So their times may add up to more than the import took.
const (
	Read   Stage = "read"   // cells out of files
	Check  Stage = "check"  // cells to records
	Write  Stage = "write"  // records checked against their schema and written to the staged bundle
	Commit Stage = "commit" // the staged bundle put into place
)

// Time is the time that a stage took, summed over all rows.
type Time struct {
	Stage    Stage         `json:"stage"`
	Duration time.Duration `json:"nanoseconds"`
}
