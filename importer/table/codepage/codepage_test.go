package codepage

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// texts are a few titles as short catalogs have them; none of the words were chosen for the letters.
var texts = map[string]string{
	"pl": "Rękawice robocze, Wąż ogrodowy, Mały słoik z przykrywką, Źródło światła LED, Poszewka na jaśka",
	"cs": "Zahradní hadice, Dřevěná hračka, Skládací židle, Povlečení na dvoulůžko, Žíněnka, Kuchyňský nůž",
	"sk": "Záhradná hadica, Drevená hračka, Skladacia stolička, Obliečky, Ťažný vozík, Veľká misa",
	"hu": "Kerti tömlő, Fából készült játék, Összecsukható szék, Gyűrűs mappa, Főzőlap, Hosszú ujjú póló",
	"ro": "Furtun grădină, Jucărie din lemn, Scaun pliabil, Cearșaf, Ţesătură, Căni şi farfurii, Mânuşi",
	"hr": "Vrtno crijevo, Drvena igračka, Sklopivi stolac, Posuđe, Kućište, Žičana košara, Šalica",
	"sl": "Vrtna cev, Lesena igrača, Zložljiv stol, Rjuha, Žična košara, Šopek rož, Čebelji med",
	"ru": "Шланг садовый, Игрушка из дерева, Складной стул, Простыня, Ёлочные шары",
	"uk": "Шланг садовий, Іграшка з дерева, Складаний стілець, Простирадло, Їдальня",
	"bg": "Градински маркуч, Дървена играчка, Сгъваем стол, Чаршаф, Ютия с пара",
	"sr": "Баштенско црево, Дрвена играчка, Столица на склапање, Чаршав, Ђон",
	"el": "Λάστιχο κήπου, Ξύλινο παιχνίδι, Πτυσσόμενη καρέκλα, Σεντόνι, Άρωμα χώρου",
	"tr": "Bahçe hortumu, Ahşap oyuncak, Katlanır sandalye, Çarşaf, Işıklı ayna, Yağmurluk",
	"lt": "Sodo žarna, Medinis žaislas, Sulankstoma kėdė, Paklodė, Šluota, Ąsotis",
	"lv": "Dārza šļūtene, Koka rotaļlieta, Saliekams krēsls, Palags, Ūdenspistole",
	"et": "Aiavoolik, Puidust mänguasi, Kokkupandav tool, Voodilina, Õuelaud, Žanrid, Šokolaad",
	"de": "Gartenschlauch für draußen, Klappstuhl, Bettlaken weiß, Türstopper, Äußerst schön",
	"fr": "Tuyau d'arrosage extérieur, Jouet en bois d'érable, Drap housse à élastique, Crème pour bébé, " +
		"Chaîne dorée, Œuf à thé, Cœur, Nœud",
	"es": "Manguera de jardín, Juguete niño, Sábana, Cojín pequeño, Lámpara año nuevo",
	"pt": "Mangueira para jardim, Brinquedo de criança, Lençol, Fogão, Pão de ló, Botões",
	"it": "Così è più facile, Novità, Qualità e libertà, Tè e caffè, Città",
	"sv": "Trädgårdsslang, Leksak av trä, Fällbar stol, Påslakan, Örhängen",
	"da": "Haveslange, Legetøj af træ, Klapstol, Sengetøj, Små børn på tur",
	"fi": "Puutarhaletku, Kokoontaitettava pöytä, Lakana, Yöpöytä, Kynttilä",
	"is": "Garðslanga, Leikfang úr tré, Fellistóll, Þvottaklemma, Rúmföt, Það besta",
	"he": "צינור גינה, צעצוע מעץ, כיסא מתקפל",
	"ar": "خرطوم حديقة, لعبة خشبية, كرسي قابل للطي",
}

func TestFindReadsTheLetters(t *testing.T) {
	for page, c := range map[string]struct {
		encoding  *charmap.Charmap
		languages string
	}{
		"windows-1250": {charmap.Windows1250, "pl cs sk hu ro hr sl"},
		"iso-8859-2":   {charmap.ISO8859_2, "pl cs sk hu ro hr sl"},
		"windows-1251": {charmap.Windows1251, "ru uk bg sr"},
		"koi8-r":       {charmap.KOI8R, "ru bg"},
		"koi8-u":       {charmap.KOI8U, "uk ru"},
		"iso-8859-5":   {charmap.ISO8859_5, "ru uk bg sr"},
		"ibm866":       {charmap.CodePage866, "ru bg"},
		"windows-1252": {charmap.Windows1252, "de fr es pt it sv da fi is et"},
		"iso-8859-1":   {charmap.ISO8859_1, "de fr es pt it sv da fi is"},
		"iso-8859-15":  {charmap.ISO8859_15, "de fr es pt it sv da fi is et"},
		"windows-1253": {charmap.Windows1253, "el"},
		"iso-8859-7":   {charmap.ISO8859_7, "el"},
		"windows-1254": {charmap.Windows1254, "tr"},
		"iso-8859-9":   {charmap.ISO8859_9, "tr"},
		"windows-1255": {charmap.Windows1255, "he"},
		"windows-1256": {charmap.Windows1256, "ar"},
		"windows-1257": {charmap.Windows1257, "lt lv et"},
		"macintosh":    {charmap.Macintosh, "de fr es pt sv da"},
		"ibm850":       {charmap.CodePage850, "de fr es pt sv da"},
		"ibm852":       {charmap.CodePage852, "pl cs sk hu hr sl"},
	} {
		for _, language := range strings.Fields(c.languages) {
			want := encoding.ReplaceUnsupported(c.encoding.NewEncoder())
			raw, err := want.Bytes(
				[]byte(strings.ReplaceAll(strings.ReplaceAll(texts[language], "ș", "ş"), "ț",
					"ţ")))
			if err != nil {
				t.Fatal(err)
			}
			readsRight(t, page+" "+language, raw, c.encoding)
		}
	}
}

// readsRight demands that a text is read as it was meant.
func readsRight(t *testing.T, name string, raw []byte, meant *charmap.Charmap) {
	t.Helper()
	var s Sample
	s.Add(raw)
	best, rivals := Find(&s)
	for n, word := range s.words {
		text, err := meant.NewDecoder().String(word)
		if err != nil {
			t.Fatal(err)
		}
		if best.texts[n] != text {
			t.Errorf("%s: %q is read as %q in %s", name, text, best.texts[n], best.Name)
			return
		}
	}
	for _, r := range rivals {
		t.Errorf("%s: %s is as good as %s, by %.1f: %s, %s", name, r.Name, best.Name, best.score-r.score,
			best.texts, r.texts)
	}
}

func TestFindTakesWesternSigns(t *testing.T) {
	for _, text := range []string{"Café", "10 °C", "© 2024", "100 €", "Brand®", "5 × 5", "naïve", "½",
		"“quoted”", "Nestlé", "don’t", "Müller"} {
		raw, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		readsRight(t, text, raw, charmap.Windows1252)
	}
	// the sign of a price says of a few letters which code page they are in
	for _, text := range []string{"10,00 €", "Thé glacé 3 €", "Forêt 1; 10,00 €"} {
		raw, err := charmap.ISO8859_15.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		readsRight(t, text, raw, charmap.ISO8859_15)
	}
	var none Sample
	if best, rivals := Find(&none); best.Name != "windows-1252" || len(rivals) > 0 {
		t.Errorf("nothing is %s, %d rivals", best.Name, len(rivals))
	}
}

func TestFindAsksWhereNothingFits(t *testing.T) {
	for name, raw := range map[string]string{
		"bytes": "\x8D\x81\x90",
	} {
		var s Sample
		s.Add([]byte(raw))
		best, rivals := Find(&s)
		if len(rivals) == 0 {
			t.Errorf("%s is read as %s without asking: %s", name, best.Name, best.texts)
		}
	}
}
