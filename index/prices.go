package index

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"plugsheet/index/folder"
	"plugsheet/index/reader"
	"plugsheet/index/terms"
)

// PriceRange is what the products of an answer cost, in thousandths of their unit.
type PriceRange struct {
	From int64  `json:"from"`
	To   int64  `json:"to"`
	Unit string `json:"unit"` // the currency as the catalog writes it; empty where there are several
}

// prices is what each product costs at a turn of the offers. It is immutable.
type prices struct {
	turn   int
	values []int64  // each price of the catalog once, in order
	places []uint32 // by product: one more than the place of its price; 0 for none
	unit   string
}

// pricesAt gives the prices at a time; they are read once for each turn.
func (x *Index) pricesAt(s *reader.Session, at time.Time) *prices {
	turn := x.Turn(at)
	if p := x.priced.Load(); p != nil && p.turn == turn {
		return p
	}
	p := x.readPrices(s, at)
	p.turn = turn
	if s.Err() == nil {
		x.priced.Store(p)
	}
	return p
}

// readPrices reads the terms of the prices, and the offers that hold.
func (x *Index) readPrices(s *reader.Session, at time.Time) *prices {
	n := x.Facts.Products
	costs, units := make([]int64, n), map[string]bool{}
	for i := range costs {
		costs[i] = -1
	}
	s.Walk(terms.PriceField, nil, nil, nil, func(term string) bool {
		value, err := strconv.ParseInt(term[:min(terms.PriceDigits, len(term))], 10, 64)
		docs := s.Postings(terms.PriceField, term)
		if err != nil || docs == nil {
			return true
		}
		units[term[terms.PriceDigits:]] = true
		for it := docs.Iterator(); it.HasNext(); {
			costs[it.Next()] = value
		}
		return true
	})
	for i := range x.Facts.Offers {
		product := int(s.Number(folder.OffersTable, i*folder.OfferBytes/4))
		if _, promotion := s.OfferOf(product, at.Unix()); promotion != "" {
			var text string
			if json.Unmarshal([]byte(promotion), &text) == nil {
				if value, _, ok := terms.PriceOf(text); ok {
					costs[product] = value
				}
			}
		}
	}
	p := orderPrices(costs)
	if len(units) == 1 {
		for unit := range units {
			p.unit = unit
		}
	}
	return p
}

// orderPrices puts what each product costs in order; -1 is no price.
func orderPrices(costs []int64) *prices {
	p := &prices{values: slices.Clone(costs), places: make([]uint32, len(costs))}
	slices.Sort(p.values)
	p.values = slices.Compact(p.values)
	if len(p.values) > 0 && p.values[0] < 0 {
		p.values = p.values[1:]
	}
	for i, c := range costs {
		if c >= 0 {
			at, _ := slices.BinarySearch(p.values, c)
			p.places[i] = uint32(at) + 1
		}
	}
	return p
}

// among gives the cheapest and the dearest price of some products; nil where none has a price.
func (p *prices) among(docs *roaring.Bitmap) *PriceRange {
	from, to := uint32(len(p.values))+1, uint32(0)
	for it := docs.Iterator(); it.HasNext(); {
		if place := p.places[it.Next()]; place > 0 {
			from, to = min(from, place), max(to, place)
		}
	}
	if to == 0 {
		return nil
	}
	return &PriceRange{p.values[from-1], p.values[to-1], p.unit}
}

// between gives the products that cost so much.
func (p *prices) between(from, to int64) *roaring.Bitmap {
	low, _ := slices.BinarySearch(p.values, from)
	high, _ := slices.BinarySearch(p.values, to+1)
	var docs []uint32
	for i, place := range p.places {
		if int(place) > low && int(place) <= high {
			docs = append(docs, uint32(i))
		}
	}
	return roaring.BitmapOf(docs...)
}

// sorted gives the products from one place to another in the order of their prices, equal ones as in the
// spreadsheet; those without a price are the last.
func (p *prices) sorted(docs *roaring.Bitmap, down bool, from, to int) []int {
	keys := make([]uint64, 0, docs.GetCardinality())
	for it := docs.Iterator(); it.HasNext(); {
		doc := it.Next()
		place := uint64(p.places[doc])
		switch {
		case place == 0:
			place = uint64(len(p.values)) + 1
		case down:
			place = uint64(len(p.values)) + 1 - place
		}
		keys = append(keys, place<<32|uint64(doc))
	}
	keys = smallest(keys, to)
	return documentsOf(keys[min(from, len(keys)):])
}
