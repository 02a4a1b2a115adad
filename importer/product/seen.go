package product

import "hash/maphash"

// seen remembers where each key stood first, compactly: about 50 bytes a key. Keys are compared exactly.
type seen struct {
	seed  maphash.Seed
	first map[uint64]int32 // hash → index into places
	Where []place
	keys  []byte // all keys, one after the other
}

// place is where a key stood.
type place struct {
	source, Row, column int32
	end                 uint32 // of the key in keys; it begins where the one before it ends
}

func newSeen() *seen { return &seen{seed: maphash.MakeSeed(), first: map[uint64]int32{}} }

// key is the text of the key with an index.
func (s *seen) key(n int32) string {
	start := uint32(0)
	if n > 0 {
		start = s.Where[n-1].end
	}
	return string(s.keys[start:s.Where[n].end])
}

// find looks for an earlier key that is the same to same, without noting this one. Two keys that are the same to same must
// have the same handle.
func (s *seen) find(handle string, same func(earlier string) bool) (earlier int32, found bool) {
	for h := maphash.String(s.seed, handle); ; h++ {
		n, taken := s.first[h]
		if !taken {
			return 0, false
		}
		if same(s.key(n)) {
			return n, true
		}
	}
}

// add notes a key as find compares it. One that is the same to an earlier one is not noted again, and that one is given.
func (s *seen) add(handle, key string, at place, same func(earlier string) bool) (earlier int32, dup bool) {
	for h := maphash.String(s.seed, handle); ; h++ {
		n, taken := s.first[h]
		if !taken {
			s.keys = append(s.keys, key...)
			at.end = uint32(len(s.keys))
			s.first[h] = int32(len(s.Where))
			s.Where = append(s.Where, at)
			return 0, false
		}
		if same(s.key(n)) {
			return n, true
		}
	}
}
