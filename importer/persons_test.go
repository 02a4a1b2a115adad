package importer

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plugsheet/importer/config"
	"plugsheet/importer/propose"
	"plugsheet/schemas/problem"
)

// crowds are exports of persons: name, first rows, and what they are to be read as.
var crowds = []struct{ name, csv, code string }{
	{"Shopify customers",
		"Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default " +
			"Address Address1,Default Address City,Default Address Zip,Default Address Phone,Phone,Total " +
			"Spent,Total Orders,Note,Tags\n'71,Anna,Example,anna@example.com,yes,,1 " +
			"Road,Paris,75001,,+33100000001,12.50,1,,vip\n'72,Ben,Example,ben@example.com,no,,2 " +
			"Road,Lyon,69001,,,0.00,0,,\n", "persons-sheet"},
	{"Shopify orders",
		"Name,Email,Financial Status,Paid at,Total,Lineitem quantity,Lineitem name,Lineitem price,Lineitem " +
			"sku,Billing Name,Billing Street,Billing Zip,Shipping " +
			"Name\n#1001,anna@example.com,paid,2024-01-01,20.00,1,Mug,20.00,MUG-1,Anna Example,1 " +
			"Road,75001,Anna Example\n#1002,ben@example.com,paid,2024-01-02,15.00,1,Cup,15.00,CUP-1,Ben " +
			"Example,2 Road,69001,Ben Example\n", "orders-sheet"},
	{"WooCommerce customers",
		"Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Country / " +
			"Region,City,Region,Postal Code\nAnna " +
			"Example,anna,2024-01-01,2023-01-01,anna@example.com,2,30.00,15.00,FR,Paris,IDF,75001\nBen " +
			"Example,ben,2024-01-01,2023-01-01,ben@example.com,1,10.00,10.00,FR,Lyon,ARA,69001\n",
		"persons-sheet"},
	{"WooCommerce orders",
		"order_id,order_date,status,billing_first_name,billing_last_name,billing_email,billing_phone," +
			"item_name,item_sku,item_price\n11,2024-01-01,completed,Anna,Example,anna@example.com," +
			"0100000001,Mug,MUG-1,20.00\n12,2024-01-02,completed,Ben,Example,ben@example.com,0100000002," +
			"Cup,CUP-1,15.00\n", "orders-sheet"},
	{"Magento customers",
		"email,_website,_store,confirmation,created_at,created_in,disable_auto_group_change,dob,firstname," +
			"gender,group_id,lastname,password_hash,prefix,store_id,taxvat,_address_city,_address_postcode," +
			"_address_street,_address_telephone\nanna@example.com,base,default,,2024-01-01,Default,0," +
			"1980-01-01,Anna,Female,1,Example,5f4dcc3b5aa765d61d8327deb882cf99:x:1,,1,,Paris,75001,1 Road," +
			"0100000001\nben@example.com,base,default,,2024-01-01,Default,0,1981-01-01,Ben,Male,1,Example," +
			"6f4dcc3b5aa765d61d8327deb882cf99:x:1,,1,,Lyon,69001,2 Road,0100000002\n", "persons-sheet"},
	{"PrestaShop customers",
		"ID client;Titre;Prénom;Nom;Adresse e-mail;Ventes;Activé;Newsletter;Inscription\n" +
			"1;M.;Jean;Exemple;anna@example.com;10,00 " +
			"€;1;1;2024-01-01\n2;Mme;Anne;Exemple;ben@example.com;0,00 €;1;0;2024-01-01\n", "persons-sheet"},
	{"Salesforce contacts",
		"Contact ID,Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing " +
			"City,Phone,Email,Contact Owner,Description\n003A,Ms.,Anna,Example,Buyer,Acme,1 " +
			"Road,Paris,0100000001,anna@example.com,Sam Seller,Likes mugs\n003B,Mr.,Ben,Example,CTO,Beta,2 " +
			"Road,Lyon,0100000002,ben@example.com,Sam Seller,Likes cups\n", "persons-sheet"},
	{"Odoo contacts", "External ID,Name,Phone,Email,Salesperson,Activities,City,Country,Company\n" +
		"res_1,Anna Example,+33 1 00 00 00 01,anna@example.com,Sam Seller,,Paris,France,Acme\nres_2,Ben " +
		"Example,+33 1 00 00 00 02,ben@example.com,Sam Seller,,Lyon,France,Beta\n", "persons-sheet"},
	{"Mailchimp",
		"Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,LEID,EUID,NOTES,TAGS\n" +
			"anna@example.com,Anna,Example,2,2024-01-01 " +
			"10:00,10.0.0.1,1,a1,,vip\nben@example.com,Ben,Example,2,2024-01-01 10:00,10.0.0.2,2,a2,,\n",
		"persons-sheet"},
	{"a newsletter", "E-Mail;Datum\nanna@example.com;2024-01-01\nben@example.com;2024-01-02\n",
		"persons-sheet"},
	{"the issue's",
		"Id,Title,First Name,Last " +
			"Name,Email,Phone,Password\n1,Mrs,Anna,Example,anna@example.com,0100000001,tops3cret\n2,Mr,Ben," +
			"Example,ben@example.com,0100000002,tops3cret\n", "persons-sheet"},
	{"with goods' columns",
		"Id,Title,First Name,Last " +
			"Name,Email,Phone,Price,Image,Description\n1,Mrs,Anna,Example,anna@example.com,0100000001," +
			"12.00 €,https://crm.example/1.jpg,x\n2,Mr,Ben,Example,ben@example.com,0100000002,13.00 €," +
			"https://crm.example/2.jpg,y\n", "persons-sheet"},
	{"staff", "emp_id,name,department,designation,salary,joining_date\nE01,Anna Example,Sales,Manager,52000,2019-01-02\n" +
		"E02,Ben Example,IT,Developer,48000,2020-05-06\n", "persons-without-key"},
	{"staff with e-mails", "Personalnr;Name;E-Mail;Gehalt\n1;Anna Muster;anna@example.com;52000\n" +
		"2;Ben Muster;ben@example.com;48000\n", "persons-no-products"},
	{"only who they are", "ID,NAME,PROFIL\n100,Herr Muster,1\n101,Frau Beispiel,2\n",
		"persons-sheet"},
	{"orders without buyers", "Bestellnummer,Bestellzeitpunkt,Produktkategorie,Bestellwert\n" +
		"1001,2023-09-01 08:30,Elektronik,250\n1002,2023-09-01 09:00,Kleidung,80\n", "orders-sheet"},
	{"invoices", "invoice_id,account_code,invoice_amount,invoice_date\n1,AC2000,1830.62,2026-06-19\n" +
		"2,AC3000,464.62,2026-06-16\n", "orders-sheet"},
	{"payments", "id;Betrag;Zahlungsstatus;Transaktionscode;E-Mail\n1;39,90;bezahlt;8AB1;anna@example.com\n" +
		"2;19,90;bezahlt;8AB2;ben@example.com\n", "orders-sheet"},
	{"carts", "Email,Cart Order,Cart Total\nanna@example.com,1x Loaf ($12),12.00\n" +
		"ben@example.com,2x Loaf ($12),24.00\n", "orders-sheet"},
	{"reviews", "title,body,rating,review_date,reviewer_name,reviewer_email,picture_urls\n" +
		"Great,It shines,5,2024-03-02,Anna Example,anna@example.com,\n" +
		"Small,I thought bigger,3,2024-03-03,Ben Example,ben@example.com,https://img.example/r1.jpg\n",
		"other-sheet"},
	{"answers", "Timestamp,Email Address,Your name,How did you hear about us?\n" +
		"3/2/2024 10:11:00,anna@example.com,Anna Example,Friends\n" +
		"3/3/2024 10:11:00,ben@example.com,Ben Example,Web\n", "other-sheet"},
	{"suppliers", "siret;supplier_name;street;city;contact\n73653991107;Alpha;Rue 1;Paris;anna@example.com\n" +
		"28238219522;Beta;Rue 2;Lyon;ben@example.com\n", "persons-no-products"},
	{"Shopware customers", "id;account_type;customer_number;first_name;last_name;email;payment_method;billing_street;" +
		"billing_city\n018c1;private;10001;Anna;Muster;anna@example.com;Rechnung;Weg 1;Berlin\n" +
		"018c2;private;10002;Ben;Muster;ben@example.com;Rechnung;Weg 2;Berlin\n", "persons-sheet"},
	{"PrestaShop orders", "ID;Référence;Livraison;Client;Total;Paiement;État;Date\n11;XKBKNABJK;France;A. Exemple;" +
		"44,80 €;Chèque;Livré;02/03/2024\n12;OHSATSERP;France;B. Exemple;24,80 €;PayPal;Expédié;03/03/2024\n",
		"orders-sheet"},
	{"appointments", "Appointment ID,Start,Service,Price,Client name,Client email\n" +
		"1,2024-03-02 10:00,Haircut,25.00,Anna Example,anna@example.com\n" +
		"2,2024-03-02 11:00,Colouring,60.00,Ben Example,ben@example.com\n", "orders-sheet"},
	{"a marketplace's report", "(Child) ASIN,Title,Sessions,Page Views,Units Ordered,Ordered Product Sales\n" +
		"B00AAB,Storm lantern,120,200,12,£478.80\nB00AAD,Tea towel,80,90,40,£398.00\n", "other-sheet"},
	{"no header that is known",
		"Kontaktweg 1;Kontaktweg 2\nanna@example.com;+33 1 23 45 67 89\nben@example.com;+33 1 23 45 67 88\n",
		"persons-without-key"},
	{"patients without key",
		"Vorname;Nachname;Geburtsdatum;Straße;PLZ\nAnna;Muster;1980-01-02;Weg " +
			"1;10115\nBen;Muster;1981-01-02;Weg 2;10117\n", "persons-without-key"},
	{"fr",
		"Civilité;Prénom;Nom de famille;Courriel;Téléphone portable;Date de naissance;Mot de " +
			"passe\nMme;Anna;Exemple;anna@example.com;0600000001;02/01/1980;tops3cret\nM.;Ben;Exemple;ben@example.com;0600000002;03/01/1980;tops3cret\n", "persons-sheet"},
	{"de",
		"Anrede;Vorname;Nachname;E-Mail-Adresse;Handynummer;Geburtsdatum;Kennwort\nFrau;Anna;Muster;anna@example.com;0170 0000001;02.01.1980;tops3cret\nHerr;Ben;Muster;ben@example.com;0170 0000002;03.01.1980;tops3cret\n", "persons-sheet"},
	{"es",
		"Tratamiento;Nombre;Apellidos;Correo electrónico;Teléfono móvil;Fecha de " +
			"nacimiento;Contraseña\nSra.;Anna;Ejemplo;anna@example.com;600000001;02/01/1980;tops3cret\nSr.;Ben;Ejemplo;ben@example.com;600000002;03/01/1980;tops3cret\n", "persons-sheet"},
	{"it",
		"Titolo;Nome;Cognome;Posta elettronica;Cellulare;Data di nascita;Codice " +
			"fiscale\nSig.ra;Anna;Esempio;anna@example.com;3300000001;02/01/1980;XMPNNA80A42H501X\nSig.;Ben;Esempio;ben@example.com;3300000002;03/01/1980;XMPBNE80A03H501X\n", "persons-sheet"},
	{"nl",
		"Aanhef;Voornaam;Achternaam;E-mailadres;Telefoonnummer;Geboortedatum;Wachtwoord\nMevr.;Anna;Voorbeeld;anna@example.com;0600000001;02-01-1980;tops3cret\nDhr.;Ben;Voorbeeld;ben@example.com;0600000002;03-01-1980;tops3cret\n", "persons-sheet"},
	{"pt",
		"Tratamento;Primeiro nome;Sobrenome;Endereço de e-mail;Telemóvel;Data de " +
			"nascimento;Palavra-passe\nSra.;Anna;Exemplo;anna@example.com;910000001;02/01/1980;tops3cret\nSr.;Ben;Exemplo;ben@example.com;910000002;03/01/1980;tops3cret\n", "persons-sheet"},
	{"pl",
		"Zwrot;Imię;Nazwisko;Adres e-mail;Telefon komórkowy;Data " +
			"urodzenia;Hasło\nPani;Anna;Przykład;anna@example.com;600000001;02.01.1980;tops3cret\nPan;Ben;Przykład;ben@example.com;600000002;03.01.1980;tops3cret\n", "persons-sheet"},
}

// TestPersons imports each export of persons: as it is, as a sheet called Products, and as the configuration
// wants them to be products; and again with what the hints say, as long as they say something new. Never is a
// person a product, and no secret is anywhere.
func TestPersons(t *testing.T) {
	for _, test := range crowds {
		for _, as := range []struct{ file, config, code string }{
			{"export.csv", "", test.code},
			{"Products.csv", "", ""},
			{"export.csv", "sheets: { export: products }", ""},
		} {
			t.Run(test.name+" "+as.file+" "+as.config, func(t *testing.T) {
				t.Parallel()
				config := as.config
				for round := 0; ; round++ {
					report, texts := importText(t, as.file, test.csv, config)
					if round == 0 && as.code != "" && !slices.Contains(codes(report.Problems), as.code) {
						t.Errorf("the problems are %v, want %s", codes(report.Problems), as.code)
					}
					if round == 0 && as.code == "" && report.Problems.Errors() == 0 {
						t.Errorf("with %q there is no error", config)
					}
					if report.Counts.Products > 0 {
						t.Errorf("with %q there are %d products", config, report.Counts.Products)
					}
					for _, secret := range []string{"anna@example.com", "0600000001"} {
						if strings.Contains(texts.public, secret) {
							t.Errorf("with %q the bundle holds %s", config, secret)
						}
					}
					for _, secret := range []string{"tops3cret", "5f4dcc3b"} {
						if strings.Contains(texts.all, secret) {
							t.Errorf("with %q a secret is kept", config)
						}
					}
					more := pasteable(report.Problems, config)
					if more == "" {
						break
					}
					for _, p := range report.Problems.Sorted() {
						if strings.Contains(p.Hint(), "products }") && strings.Contains(p.Hint(), "sheets:") {
							t.Errorf("a hint would make persons products: %s", p.Hint())
						}
					}
					config += "\n" + more
				}
			})
		}
	}
}

// bundleTexts are the files of a bundle in one text.
type bundleTexts struct{ public, all string }

// importText imports one csv file with a configuration.
func importText(t *testing.T, file, csv, yaml string) (Report, bundleTexts) {
	t.Helper()
	dir := t.TempDir()
	in := filepath.Join(dir, file)
	if err := os.WriteFile(in, []byte(csv), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := config.Read(strings.NewReader(yaml), "plugsheet.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "bundle")
	report, err := Run(t.Context(), Options{Inputs: []string{in}, Bundle: out, Config: c,
		CustomerKey: make([]byte, 32)})
	if err != nil {
		t.Fatal(err)
	}
	var texts bundleTexts
	for name, text := range bundleFiles(t, out) {
		texts.public += name + text
	}
	private, _ := os.ReadFile(filepath.Join(out, "private", "customers.json"))
	texts.all = texts.public + string(private)
	return report, texts
}

var forSettings = regexp.MustCompile(`plugsheet\.yaml[^:\n]*:\s*(.*)$`)

// pasteable is what the hints say for plugsheet.yaml that is not there yet.
func pasteable(l *problem.List, config string) string {
	var b bytes.Buffer
	for _, p := range l.Sorted() {
		if m := forSettings.FindStringSubmatch(p.Hint()); m != nil &&
			!strings.Contains(config+b.String(), m[1]) {
			b.WriteString(m[1] + "\n")
		}
	}
	return b.String()
}

// codes are the codes of problems.
func codes(l *problem.List) []string {
	var list []string
	for _, p := range l.Sorted() {
		list = append(list, p.Code)
	}
	return list
}

// TestOrderForms: a price list in which customers write how many they order is a list of products.
func TestOrderForms(t *testing.T) {
	for _, header := range []string{
		"Order no,Description,Image,Price,Order quantity,Total",
		"Bestellnummer,Bezeichnung,Bild,Preis,Bestellmenge,Gesamtbetrag",
		"Référence,Désignation,Image,Prix,Quantité,Total TTC",
	} {
		csv := header + "\nA-1,Lamp,https://s.test/1.jpg,12.50 €,,0.00 €\nA-2,Mug,https://s.test/2.jpg,7.90 €,,0.00 €\n"
		report, _ := importText(t, "list.csv", csv, "defaults: { products: { productUrl: 'https://s.test/{title}', "+
			"description: '{title}', title: '{description}' } }")
		if slices.Contains(codes(report.Problems), "orders-sheet") {
			t.Errorf("%s: %s", header, printed(t, report.Problems))
		}
	}
}

// TestPersonsMayBeProducts keeps the way out: a second setting says that a list that looks like persons is
// one of products.
func TestPersonsMayBeProducts(t *testing.T) {
	csv := "Id,First Name,Last Name,Phone,Price,Product URL,Image,Password,Description\n" +
		"1,Ella,Doll,0100000001,12.00 " +
		"€,https://shop.example/1,https://shop.example/1.jpg,tops3cret,A doll\n2,Max,Bear,0100000002,13.00 €,https://shop.example/2,https://shop.example/2.jpg,tops3cret,A bear\n"
	for config, want := range map[string]int{
		"sheets: { dolls: variants }\ncolumns: { variants: { First Name: " +
			"title } }": 0,
		"columns: { products: { First Name: " +
			"title } }": 0,
		"sheets: { dolls: products }\ncolumns: { products: { First Name: " +
			"title } }": 0,
		"persons: { dolls: products }\nsheets: { dolls: products }\ncolumns: { products: { First Name: " +
			"title } }": 2,
		"persons: { dolls: products }\nsheets: { dolls: products }\ncolumns: { products: { First Name: " +
			"title, Password: brand, Phone: keyword } }": 2,
	} {
		report, texts := importText(t, "dolls.csv", csv, config)
		if report.Counts.Products != want || want > 0 && report.Problems.Errors() > 0 {
			t.Errorf("with %q there are %d products, want %d: %s", config, report.Counts.Products, want,
				printed(t, report.Problems))
		}
		if strings.Contains(texts.all, "tops3cret") {
			t.Errorf("with %q a secret is kept", config)
		}
	}
}

// TestProposePersons imports each export of persons with the mapping that is proposed for it: no person is a
// product then either, and no secret stands in the proposal.
func TestProposePersons(t *testing.T) {
	for _, test := range crowds {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in := filepath.Join(t.TempDir(), "export.csv")
			if err := os.WriteFile(in, []byte(test.csv), 0o644); err != nil {
				t.Fatal(err)
			}
			p, err := propose.Propose(t.Context(), propose.Options{Inputs: []string{in}})
			if err != nil {
				t.Fatal(err)
			}
			read := test.code == "persons-sheet"
			if good := p.Problems.Errors() == 0; good != read {
				t.Fatalf("a mapping is proposed: %t, want %t: %s", good, read, printed(t, p.Problems))
			}
			if !read {
				return
			}
			for _, s := range p.Sheets {
				for _, c := range s.Columns {
					if s.Kind != "customers" || strings.Contains(c.Example, "tops3cret") {
						t.Errorf("%s: the column %s is %s with the example %q", s.Kind,
							c.Header, c.Use, c.Example)
					}
				}
			}
			yaml, err := p.YAML()
			if err != nil {
				t.Fatal(err)
			}
			report, texts := importText(t, "export.csv", test.csv, string(yaml))
			if report.Counts.Products > 0 || report.Customers != 2 ||
				strings.Contains(texts.all, "tops3cret") {
				t.Errorf("%d products, %d customers: %s", report.Counts.Products, report.Customers,
					printed(t, report.Problems))
			}
			for _, p := range report.Problems.Sorted() {
				if slices.Contains([]string{"persons-sheet", "secret-column"}, p.Code) {
					t.Errorf("the mapping does not settle this: %s", p.Message())
				}
			}
		})
	}
}
