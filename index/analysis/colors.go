package analysis

// colors are words that never say what a thing is, by language: "laptop black" is a laptop.
var colors = map[string]string{
	"en": "black white red blue green yellow grey gray silver gold brown pink purple orange beige",
	"fr": "noir noire blanc blanche rouge bleu bleue vert verte jaune gris grise argent dore brun marron " +
		"rose violet orange beige",
	"de": "schwarz weiss rot blau grun gelb grau silber gold braun rosa lila orange beige",
	"es": "negro negra blanco blanca rojo roja azul verde amarillo gris plata dorado marron rosa morado " +
		"naranja beige",
	"it": "nero nera bianco bianca rosso rossa blu verde giallo grigio argento oro marrone rosa viola " +
		"arancione beige",
	"nl": "zwart wit rood blauw groen geel grijs zilver goud bruin roze paars oranje beige",
	"pt": "preto preta branco branca vermelho azul verde amarelo cinza prata dourado marrom rosa roxo " +
		"laranja bege",
}

// Colors tells whether a folded word is a color.
func (l *Language) Colors(word string) bool { return l.colors[word] }
