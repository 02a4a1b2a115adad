package build

import (
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"plugsheet/index/folder"
	"plugsheet/schemas/bundle"
)

// offer is a promotion that holds for a time, as the build meets it; without a promotion it is the time in
// which the product is shown.
type offer struct {
	product     uint32 // its ordinal in the part
	at          uint32 // where in the answer the null stands that the promotion takes the place of
	from, until int64  // seconds since 1970: it holds at from and before until
	promotion   []byte // JSON
}

// newOffers gives the rows of a product: that of its offer, and behind it that of the days on which it is
// shown.
func newOffers(line bundle.Line, product int, zone *time.Location) (rows []offer, err error) {
	if o := line.Record.Offer; o != nil {
		row := offer{product: uint32(product), at: uint32(line.NoPromotion), promotion: line.Promotion}
		if row.from, row.until, err = o.Span(zone); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	if l := line.Record.Listed; l != nil {
		row := offer{product: uint32(product)}
		if row.from, row.until, err = l.Span(zone); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// offersWriter writes the tables of offers.
type offersWriter struct {
	rows    *folder.Writer
	text    *folder.Writer
	count   int    // of the rows so far
	listed  int    // of them those that say when a product is shown
	at      uint32 // bytes of text so far
	moments map[int64]bool
}

// add writes offers whose ordinals begin at first. Errors of the disk show in close.
func (w *offersWriter) add(offers []offer, first int) {
	for _, o := range offers {
		w.rows.Add(uint32(first)+o.product, o.at, w.at, uint32(len(o.promotion)))
		w.text.Write(o.promotion)
		w.at += uint32(len(o.promotion))
		w.count++
		if len(o.promotion) == 0 {
			w.listed++
		}
		for _, m := range []int64{o.from, o.until} {
			w.rows.Add(uint32(m), uint32(uint64(m)>>32))
			if m != bundle.SinceEver && m != bundle.ForEver {
				w.moments[m] = true
			}
		}
	}
}

// list are the moments at which offers begin or end, in order.
func (w *offersWriter) list() []int64 { return slices.Sorted(maps.Keys(w.moments)) }

// readOffers reads whole tables of offers, which were checked: by product, each as of a part that begins with
// it.
func readOffers(rows, text []byte) map[int32][]offer {
	all := map[int32][]offer{}
	short, long := binary.LittleEndian.Uint32, binary.LittleEndian.Uint64
	for ; len(rows) >= folder.OfferBytes; rows = rows[folder.OfferBytes:] {
		begin, length := short(rows[8:]), short(rows[12:])
		product := int32(short(rows))
		all[product] = append(all[product], offer{
			at: short(rows[4:]), from: int64(long(rows[16:])), until: int64(long(rows[24:])),
			promotion: text[begin : begin+length],
		})
	}
	return all
}
