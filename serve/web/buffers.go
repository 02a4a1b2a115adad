package web

import "sync"

// Buffers are bodies to be filled, reused.
type Buffers struct{ pool sync.Pool }

// maxKept is the largest buffer that is kept for later, in bytes.
const maxKept = 256 << 10

// Take gives one, empty.
func (b *Buffers) Take() *[]byte {
	if p, ok := b.pool.Get().(*[]byte); ok {
		return p
	}
	p := make([]byte, 0, 16<<10)
	return &p
}

// Give gives one back.
func (b *Buffers) Give(p *[]byte) {
	if cap(*p) <= maxKept {
		*p = (*p)[:0]
		b.pool.Put(p)
	}
}
