package analysis

import (
	"strings"
	"testing"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"École": "ecole", "Müller": "muller", "Straße": "strasse", "Œuvre": "oeuvre",
		"Smørrebrød": "smorrebrod", "Łódź": "lodz", "ＡＢＣ１": "abc1", "Ñandú": "nandu", "Core™2": "core2",
		"": "", "日本": "日本",
	} {
		if got := Fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNarrowed(t *testing.T) {
	for in, want := range map[string]string{"mueller": "muller", "oel": "ol", "neue": "", "queue": "",
		"steuer": "", "haus": "", "ueberfuehren": "uberfuhren"} {
		got, ok := Narrow(in)
		if got != want || ok != (want != "") {
			t.Errorf("narrowed(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

// TestStem demands that words which are one belong together, and that words which are two stay apart.
func TestStem(t *testing.T) {
	for tag, groups := range map[string]string{
		"en": `battery batteries,laptop laptops,watch watches,box boxes,dress dresses,case cases,house houses,shoe shoes,horseshoe horseshoes,
cookie cookies,hoodie hoodies,toy toys,key keys,baby babies,sky skies,movie movies,tie ties,knife knives,bookshelf bookshelves,glove gloves,sleeve sleeves,tomato tomatoes,lens lenses,bus buses,
man men mens,woman women womens,children childrens,mouse mice,child children,bikini bikinis,quiz quizzes,size sizes,vase vases,canvas canvases,
couteau couteaux`,
		"fr": `cheval chevaux,bateau bateaux,tuyau tuyaux,noir noire noirs noires,chaussure chaussures,blanc blanche blancs blanches,gris grise
grises,neuf neuve neuves,sportif sportive,lumineux lumineuse,français française françaises,imprimé imprimée imprimés imprimées,chaise
chaises,ancien ancienne,matelas,tapis,cadeau cadeaux`,
		"de": `tisch tische tischen,kind kinder kindern,schuh schuhe schuhen,glas gläser,weinglas weingläser,haus häuser,maus mäuse,gabel gabeln,
schüssel schüsseln,preis preise,auto autos,sofa sofas,kamera kameras,rot rote rotes roter,topf töpfe,teppich teppiche`,
		"es": "zapato zapatos zapata,luz luces,flor flores,lápiz lápices,camión camiones,español " +
			"española,móvil móviles",
		"it": "scarpa scarpe,libro libri,banca banche,specchio specchi,occhio occhi,vecchia vecchie,largo " +
			"larghi,orologio orologi,luce luci",
		"nl": `kat katten,schoen schoenen,tafel tafels,huis huizen,doos dozen,raam ramen,boot boten,muur muren,peer peren,brief brieven,verf
verven,glas glazen,fiets fietsen,laars laarzen,kaars kaarsen,kussen kussens,deken dekens,kopje kopjes,horloge horloges,fles flessen,rood rode,
grijs grijze,wit witte,leer leren,adres adressen,batterij batterijen,telefoon telefoons,steen stenen`,
		"pt": `sapato sapatos,botao botoes,jornal jornais,pão pães,lençol lençóis,azul azuis,fácil fáceis,móvel móveis,português portuguesa,
mulher mulheres,luz luzes`,
	} {
		s := LanguageOf(tag)
		for g := range strings.SplitSeq(groups, ",") {
			words := strings.Fields(g)
			for _, w := range words[1:] {
				if one, two := s.Stem(Fold(words[0])), s.Stem(Fold(w)); one != two {
					t.Errorf("%s: %q gives %q, and %q gives %q", tag, words[0], one, w, two)
				}
			}
		}
	}
	for tag, pairs := range map[string]string{
		"en": "glass glas,lens len,bus bu,sky ski,tie ty",
		"fr": "fraise frais,chaise chai,lange langue,poire poireau",
		"de": "maus mauer,glas gla,haus hau",
		"nl": "huis hui,adres ader,kaars kaart",
	} {
		s := LanguageOf(tag)
		for p := range strings.SplitSeq(pairs, ",") {
			if one, two, _ := strings.Cut(p, " "); s.Stem(one) == s.Stem(two) {
				t.Errorf("%s: %q and %q both give %q", tag, one, two, s.Stem(one))
			}
		}
	}
	for _, w := range []string{"glass", "bus", "lens", "tn2110", "日本", "as"} {
		if got := LanguageOf("en").Stem(w); got != w {
			t.Errorf("stem(%q) = %q", w, got)
		}
	}
}

func scanAll(tag, text string) []string {
	s := NewScanner(LanguageOf(tag))
	s.Reset(text)
	var out []string
	for s.Next() {
		p := s.Piece()
		var words []string
		for _, w := range p.Words {
			text := w.Text
			if w.Wide != "" {
				text += "=" + w.Wide
			}
			words = append(words, text)
		}
		text := strings.Join(words, "+")
		if p.Unit != "" {
			text += "[" + p.Unit + "]"
		}
		out = append(out, text)
	}
	return out
}

func TestScan(t *testing.T) {
	for _, c := range []struct {
		tag, in string
		want    string
	}{
		{"fr", "l'écran d’ordinateur", "ecran ordinateur"},
		{"en", "women's don't", "women dont"},
		{"en", "Brother TN-2110 t-shirt wi‑fi", "brother tn+2110 t+shirt wi+fi"},
		{"de", "Müller Größe", "muller=mueller grosse=groesse"},
		{"en", `17" 17.0 inch 43,2 cm`, "17[431.8mm] 17[431.8mm] inch 43.2[432mm] cm"},
		{"fr", "500 Go 500go 17 pouces", "500[500gb] go 500go[500gb] 17[431.8mm] pouces"},
		{"en", "2 in stock 1,000 pcs", "2 in stock 1000 pcs"},
		{"en", "120v 17-inch 500gb", "120v[120v] 17+inch[431.8mm] 500gb[500gb]"},
		{"en", "160x230cm 160 x 230 2x8GB 10x15x20 0x1F X100 ax2 3X4",
			"160+230cm 160 x 230 2+8gb 10+15+20 0+1f x100 ax2 3+4"},
		{"fr", "10 000 mAh 2\u00a0500 W 2 500 W 1\u202f000\u202f000 0 000 2019 000",
			"10000[10000mah] mah 2500[2500w] w 2 500[500w] w 1000000 0 000 2019 000"},
		{"de", "20.000 mAh 1.5 1,5 0.500 10,000 1.5000", "20000[20000mah] mah 1.5 1.5 0.500 10000 1.5000"},
		{"en", "20.000", "20"},
		{"en", "50 cl 0.5l 500 ml 2\" 5.08 cm 1 kg 1000g 3 lb 0.5 TB",
			"50[500ml] cl 0.5l[500ml] 500[500ml] ml 2[50.8mm] 5.08[50.8mm] cm 1[1000g] kg 1000g[1000g] " +
				"3[1360.8g] lb 0.5[500gb] tb"},
		{"en", "M8x40 M8 X 40 LM8X40 3/4 ½ 1½ 10/100/1000 .875 .NET a.b",
			"m8+40 m8 x 40 lm8x40 3+4 1/2 1 1/2 10+100+1000 0.875 .net a+b"},
		{"en", "C# F#, C++. A+++ C#5 A+B Disney+ c## AT&T H&M Black&Decker R & B",
			"c# f# c++ a+++ c 5 a b disney c at+t h+m black decker r b"},
		{"zh", "T恤500ml無線 蓝", "t 恤 500ml[500ml] 無線 蓝"},
		{"ko", "무선이어폰", "무선이어폰"},
		{"en", "- ... // '", ""},
		{"en", "Intel® Core™2", "intel core 2"},
	} {
		if got := strings.Join(scanAll(c.tag, c.in), " "); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.tag, c.in, got, c.want)
		}
	}
}

func TestScanBoundsWords(t *testing.T) {
	for _, w := range scanAll("en", strings.Repeat("é", 100000)+" "+strings.Repeat("日", 99)) {
		if len(w) > MaxWord {
			t.Errorf("a word of %d bytes", len(w))
		}
	}
}

func TestNumberWordsAndArticles(t *testing.T) {
	for in, want := range map[string]string{"en two": "2", "en ten": "10", "en one": "one", "fr neuf": "neuf",
		"fr deux": "2", "de funf": "5", "it sei": "sei", "en الهاتف": "هاتف", "en هاتف": "هاتف",
		"ar والساعات": "ساع", "ar ساعة": "ساع", "ar الم": "الم"} {
		tag, word, _ := strings.Cut(in, " ")
		if got := LanguageOf(tag).Stem(Fold(word)); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestGrams(t *testing.T) {
	for in, want := range map[string]string{"无线耳机": "无线 线耳 耳机", "茶": "", "abc": "",
		"イヤ": "イヤ", "이어폰": "이어 어폰"} {
		if got := strings.Join(Grams(in), " "); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}
