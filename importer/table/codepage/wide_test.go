package codepage

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// eastern are rows of short lists, with Latin letters, prices and addresses in between.
var eastern = map[string][]string{
	"ja": {
		"1,ステンレス水筒 500ml,保温・保冷,1500円", "セラミックカップ\n木のスプーン\n折りたたみ椅子\nひざ掛け毛布",
		"靴下|ソックス|表札|能力\\十", "品名;価格\nＴシャツ（白）;2,000\n和風カレー皿;980",
	},
	"zh": {
		"1,不锈钢保温杯 500ml,双层真空,99元", "陶瓷杯子\n木制勺子\n折叠椅\n儿童毛毯",
		"商品名称;价格\n纯棉Ｔ恤（白色）;59\n智能手表;399", "无线蓝牙耳机，黑色",
	},
	"zh-Hant": {
		"1,不鏽鋼保溫瓶 500ml,雙層真空,299元", "陶瓷杯子\n木製湯匙\n折疊椅\n兒童毛毯",
		"商品名稱;價格\n純棉Ｔ恤（白色）;590\n智慧手錶;3990", "無線藍牙耳機，黑色",
	},
	"ko": {
		"1,스테인리스 보온병 500ml,이중 진공,15000원", "세라믹 컵\n나무 숟가락\n접이식 의자\n무릎 담요",
		"상품명;가격\n면 티셔츠(흰색);19000\n스마트 워치;99000", "무선 블루투스 이어폰, 검정",
	},
}

func TestFindReadsEasternLetters(t *testing.T) {
	for name, c := range map[string]struct {
		encoding encoding.Encoding
		language string
	}{
		"shift_jis": {japanese.ShiftJIS, "ja"},
		"euc-jp":    {japanese.EUCJP, "ja"},
		"gb18030":   {simplifiedchinese.GBK, "zh"},
		"big5":      {traditionalchinese.Big5, "zh-Hant"},
		"euc-kr":    {korean.EUCKR, "ko"},
	} {
		for _, text := range eastern[c.language] {
			raw, err := c.encoding.NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			var s Sample
			for line := range strings.Lines(raw) {
				s.Add([]byte(line))
			}
			best, rivals := Find(&s)
			if best.Name != name {
				t.Errorf("%s: %q is read as %s", name, text, best.Name)
			}
			for _, r := range rivals {
				t.Errorf("%s: %q may be %s, by %.1f", name, text, r.Name, best.score-r.score)
			}
		}
	}
}

func TestFindAsksForFewEasternLetters(t *testing.T) {
	raw, err := simplifiedchinese.GBK.NewEncoder().String("杯")
	if err != nil {
		t.Fatal(err)
	}
	var s Sample
	s.Add([]byte(raw))
	if best, rivals := Find(&s); len(rivals) == 0 {
		t.Errorf("one letter is read as %s", best.Name)
	}
}
