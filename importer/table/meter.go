package table

import (
	"context"
	"io"
	"sync/atomic"
)

// meter counts what is read and stops when the context is done.
type meter struct {
	ctx  context.Context
	r    io.Reader
	done *atomic.Int64
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.r.Read(p[:min(len(p), 256<<10)])
	m.done.Add(int64(n))
	return n, err
}
