package importer

import "time"

// stopwatch sums the time of stages that alternate.
type stopwatch struct {
	stage Stage
	since time.Time
	sum   map[Stage]time.Duration
}

func newStopwatch() *stopwatch {
	return &stopwatch{stage: StageCheck, since: time.Now(), sum: map[Stage]time.Duration{}}
}

// to ends the current stage and begins another.
func (w *stopwatch) to(s Stage) {
	now := time.Now()
	w.sum[w.stage] += now.Sub(w.since)
	w.stage, w.since = s, now
}

// add counts time that a stage took beside the others.
func (w *stopwatch) add(s Stage, d time.Duration) { w.sum[s] += d }

// times gives the sums, in the order of the stages.
func (w *stopwatch) times() []StageTime {
	w.to(w.stage)
	var times []StageTime
	for _, s := range []Stage{StageRead, StageCheck, StageWrite, StageCommit} {
		times = append(times, StageTime{s, w.sum[s]})
	}
	return times
}
