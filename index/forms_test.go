package index

import (
	"slices"
	"testing"
)

// TestForms demands that products are found in whatever form people type what they are, and not by what only
// looks so.
func TestForms(t *testing.T) {
	for _, c := range []struct {
		language, lines string
		first           map[string][]int // what comes first
		not             map[string][]int
	}{
		{
			"de",
			"Winterschuhe\nDamenschuhe\nRegenjacke\nLederjacke\nArmbanduhr\nWinterstiefel\nHering\nKuchenpreise\nSchuhe rot\nSonnenbrillen", map[string][]int{"schuhe": {8, 0}, "jacke": {2, 3}, "Jacken": {2, 3}, "uhr": {4}, "uhren": {4}, "stiefel": {5}, "Brille": {9}},
			map[string][]int{"ring": {6}, "eis": {7}, "schuhe": {5}}},
		{"nl", "Winterjassen\nKinderfietsen\nRegenlaarzen\nSlaapzak\nKeukenmes\nTuinstoelen",
			map[string][]int{"jas": {0}, "jassen": {0}, "fiets": {1}, "laars": {2}, "laarzen": {2},
				"zak": {3}, "messen": {4}, "stoel": {5}}, nil},
		{"sv", "Vinterskor\nRegnjacka\nBordslampa",
			map[string][]int{"skor": {0}, "jacka": {1}, "lampa": {2}}, nil},
		{
			"en",
			"Notebook bag\nHeadset black\nMen's coat\nWomens boots\nTwo-person tent\n2 person " +
				"kayak\nVitamin B12\nVitamin D 3\nC++ book\nC# book\nC book\nAT&T card\n.NET guide\nA " +
				"shirt at home", map[string][]int{
				"head set": {1}, "mens coat": {2}, "man coat": {2}, "women's boots": {3}, "woman boots": {3},
				"2 person tent": {4}, "two-person kayak": {5}, "vitamin b 12": {6}, "vitamin d3": {7},
				"c": {10}, "c++": {8}, "c#": {9}, "at&t": {11}, ".net": {12}, "net": {12}, "f# book": nil,
			},
			map[string][]int{"book": {0}, "at&t": {13}}},
		{
			"en", "Bottle 0.5 l\nOil 500 ml\nBottle 1 l\nScrew M8x40\nScrew M8 x 60\nTube 3/4\nTube " +
				"34\nTube 1/2\nFrame 10 x 20 cm\nCable 5.08 cm\nRice 1000 g",
			map[string][]int{
				"50 cl": {0, 1}, "0.5l oil": {1}, "1000ml": {2}, "m8 x 40": {3}, "m8x60": {4}, "M8X60": {4},
				"3/4": {5}, "½": {7}, "2\"": {9}, "2 inch cable": {9}, "1kg": {10}, "10x20": {8},
			}, nil},
		{
			"en", "Filter 16 in. x 20 in. x 1 in.\nPipe 1-1/2 in. copper\nPipe 1/2 in. copper\nPaint 5 gal.\n" +
				"Lamp, 2 in white\nRod 0.5 in.\nSet 1/2/3",
			map[string][]int{
				"16 inch filter": {0}, "16 in x 20 in": {0}, "1 1/2 inch pipe": {1}, "1-1/2\" pipe": {1},
				"1/2 inch pipe": {2}, "1/2in pipe": {2}, "12.7 mm": {5, 2}, "5 gallon": {3}, "1/2/3": {6},
				"2 in white": {4}, "38.1 mm": {1}, "20 in": {0},
			},
			map[string][]int{"1/2 inch": {1}, "50.8 mm": {4}, "2.5 inch": {6}}},
		{"en", "Head set grey\nHeadset black\nHead torch", map[string][]int{"headset": {1, 0}, "head set": {0, 1}}, nil},
		{"zh", "无线蓝牙耳机\n机械键盘 黑色\n儿童书包\n绿茶500克",
			map[string][]int{"耳机": {0}, "无线耳机": {0}, "键盘": {1}, "茶": {3}, "包": {2}},
			map[string][]int{"耳机": {2}, "无线耳机": {1, 2}}},
		{"ja", "デスクライト 白\n子供用リュック\n防水スニーカー",
			map[string][]int{"ライト": {0}, "リュック": {1}, "スニーカー": {2}, "子供": {1}},
			map[string][]int{"ライト": {1, 2}}},
		{"th", "หูฟังไร้สาย\nแก้วน้ำสแตนเลส", map[string][]int{"ไร้สาย": {0}, "สแตนเลส": {1}},
			map[string][]int{"ไร้สาย": {1}}},
		{"ko", "무선이어폰 검정\n어린이 가방", map[string][]int{"이어폰": {0}, "무선 이어폰": {0}, "가방": {1}},
			map[string][]int{"이어폰": {1}}},
		{"ar", "الهاتف الجديد\nساعة يد", map[string][]int{"هاتف": {0}, "الساعة": {1}, "ساعات": {1}}, nil},
	} {
		x := catalog(t, c.language, c.lines)
		for query, want := range c.first {
			if got := search(t, x, query); len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
				t.Errorf("%s %q: %v, want %v first", c.language, query, got, want)
			}
		}
		for query, not := range c.not {
			for _, n := range not {
				if got := search(t, x, query); slices.Contains(got, n) {
					t.Errorf("%s %q: %v has %d", c.language, query, got, n)
				}
			}
		}
	}
}
