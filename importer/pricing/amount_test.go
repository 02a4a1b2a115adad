package pricing

import "testing"

// TestRead has prices as people write them.
func TestRead(t *testing.T) {
	for text, want := range map[string]Amount{
		"12":                {Number: "12"},
		"1,299.00 د.إ":      {Number: "1,299.00", Unit: "AED", After: " د.إ"},
		"49,90 ر.س":         {Number: "49,90", Unit: "SAR", After: " ر.س"},
		"S/. 25.50":         {Number: "25.50", Unit: "PEN", Before: "S/. "},
		"12.50":             {Number: "12.50"},
		"12,50 €":           {Number: "12,50", Unit: "€", After: " €"},
		"€12.50":            {Number: "12.50", Unit: "€", Before: "€"},
		"1 299 €":           {Number: "1 299", Unit: "€", After: " €"},
		"1 299,00 €":        {Number: "1 299,00", Unit: "€", After: " €"},
		"12,-":              {Number: "12", Whole: true},
		"12.-":              {Number: "12", Whole: true},
		"12,--":             {Number: "12", Whole: true},
		"12.–":              {Number: "12", Whole: true},
		"1.299,-":           {Number: "1.299", Whole: true},
		"1.299,- €":         {Number: "1.299", Whole: true, Unit: "€", After: " €"},
		"€ 12,--":           {Number: "12", Whole: true, Unit: "€", Before: "€ "},
		"CHF 1'299.–":       {Number: "1'299", Whole: true, Unit: "CHF", Before: "CHF "},
		"CHF 1’299.50":      {Number: "1’299.50", Unit: "CHF", Before: "CHF "},
		"ab 10 €":           {Number: "10", Unit: "€", Before: "ab ", After: " €"},
		"à partir de 10€":   {Number: "10", Unit: "€", Before: "à partir de ", After: "€"},
		"from 10":           {Number: "10", Before: "from "},
		"od 10 zł":          {Number: "10", Unit: "zł", Before: "od ", After: " zł"},
		"12,50 TTC":         {Number: "12,50", After: " TTC"},
		"12,50 inkl. MwSt.": {Number: "12,50", After: " inkl. MwSt."},
		"R$ 1.299,00":       {Number: "1.299,00", Unit: "R$", Before: "R$ "},
		"15 000 Fcfa":       {Number: "15 000", Unit: "Fcfa", After: " Fcfa"},
		"R 1,299.00":        {Number: "1,299.00", Unit: "R", Before: "R "},
		"10 € + 2 € Pfand":  {Number: "10", Unit: "€", After: " € + 2 € Pfand"},
		"10 € (2 €/kg)":     {Number: "10", Unit: "€", After: " € (2 €/kg)"},
		"9 / 15":            {Number: "9", Unit: "/", After: " / 15"},
		"1,60/1,80":         {Number: "1,60", Unit: "/", After: "/1,80"},
		"10 - 20":           {Number: "10", Unit: "/", After: " - 20"},
		"10 € – 20 €":       {Number: "10", Unit: "€", After: " € – 20 €"},
		"3,20 €/100 g":      {Number: "3,20", Unit: "€", After: " €/100 g"},
		"1,00,000.00 ₹":     {Number: "1,00,000.00", Unit: "₹", After: " ₹"},
		"12 kr.":            {Number: "12", Unit: "kr", After: " kr."},
		".99":               {Number: ".99"},
		"12,00.-":           {Number: "12,00"},
		"12.50.– CHF":       {Number: "12.50", Unit: "CHF", After: " CHF"},
		"10 $ / US$ 9":      {Number: "10", Unit: "$", After: " $ / US$ 9"},
		"12 eur":            {Number: "12", Unit: "eur", After: " eur"},
		"US$12":             {Number: "12", Unit: "US$", Before: "US$"},
		"M — $90":           {Number: "90", Unit: "$", Before: "M — $"},
		"S — $90.000":       {Number: "90.000", Unit: "$", Before: "S — $"},
		"549 MRU":           {Number: "549", Unit: "MRU", After: " MRU"},
		"XL - $90, L - $9":  {Number: "90", Unit: "$", Before: "XL - $", After: " L - $9"},
	} {
		got, fault := Read(text)
		if got != want || fault != "" {
			t.Errorf("%q is %+v %q, want %+v", text, got, fault, want)
		}
	}
}

// TestIsLowest has prices that others stand above, and such that only look so.
func TestIsLowest(t *testing.T) {
	for text, want := range map[string]bool{
		"ab 10 €": true, "from $5": true, "Starting at 5 €": true, "à partir de 10": true, "od 10 zł": true,
		"€ vanaf 10": true, "10–20 €": true, "10 € - 20 €": true, "10 - 20": true, "10 € bis 20 €": true,
		"de 10 à 20 €": true, "Preis ab 10 €": true,
		"10 €": false, "€10": false, "nur 10 €": false, "10 €/kg": false, "9 / 15": false, "10 €, 2-teilig": false,
		"10 € + 2 € Pfand": false, "10,- €": false, "12,50 € inkl. MwSt.": false, "XL - $90": false,
	} {
		a, _ := Read(text)
		if got := a.IsLowest(); got != want {
			t.Errorf("%q is the lowest: %v", text, got)
		}
	}
}

// TestReadFaults has what is no price.
func TestReadFaults(t *testing.T) {
	for fault, texts := range map[Fault][]string{
		NoPrice: {
			"1O9,00 €", "10O,00 €", "1l9,00 €", "1B9,00 €", "EUR 1O.00", "1O9 €",
			"BLANCO", "negro", "SHIMANO", "∞", "-", "?", "XL", "TRUE", "12 kg", "12%", "12 %", "R8000",
			"105 Di2", "1.2.3", "12.05.2024", "3/4", "1/2/3", "10 - 20 cm",
			"2024-05-01", "12:30", "10-20", "12/15", "1.2E+05", "5 Stück extra", "M8", "192.168.1.1",
			"1,234,5", "12 mm", "10x20", "rot", "€",
			"1,2,3 €", "https://shop.example/1", "#12", "12*", "0.91 cosφ", "230 V", "2 x 5",
			"10,00 € 12,00 €", "10.00 € (was 12.00 €)", "10 € statt 15 €", "15 € 12 €", "$15 $12",
			"10 € au lieu de 12 €", "10 EUR / 12 USD", "€10 / $12", "2 x 5 €", "2×5 €", "3 für 10 €", "3 for €10",
			"1,5k €", "10 Tsd. €", "2 Mio. €", "Z 400 STD", "M 10 TOP", "RMN-F 2/1-1", "R.M.N. 2/1",
		},
		Negative: {"-5", "-5 €", "€ -5", "−5,00", "-3.50 €", "(5.00)", "(5,00 €)",
			"5.00- €", "- 5", "-€5", "12-", "nur -5 €", "from -5", "seulement −3,50 €", "R -5", "EUR - 5", "R$ -5"},
		Free: {"free", "Kostenlos", "gratis", "Gratuit", "za darmo"},
		InWords: {
			"on request", "On Request", "Auf Anfrage", "auf Anfrage!", "Prix sur demande", "sur devis",
			"A consultar", "Su richiesta",
			"Op aanvraag", "Sob consulta", "s/ consulta", "Na zapytanie", "POA",
		},
	} {
		for _, text := range texts {
			if got, f := Read(text); f != fault {
				t.Errorf("%q is %+v %q, want %q", text, got, f, fault)
			}
		}
	}
}
