package importer

import (
	"slices"
	"strings"
	"testing"

	"plugsheet/importer/config"
)

// TestCustomerExports: the contact exports of shop systems and the like are customers, those without an
// e-mail too, and what is proposed to be shown of them can be pasted.
func TestCustomerExports(t *testing.T) {
	for _, test := range []struct {
		name, csv string
		customers int
		fields    []string
	}{
		{"hubspot", strings.Join([]string{
			`Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lifecycle Stage,Lead Statu` +
				`s,Create Date,Company name`,
			`101,Anna,Example,anna@example.com,+49 30 1234567,Ben Owner,Customer,Connected,2023-05-01,A` +
				`cme`,
			`102,Carl,Sample,,+49 30 7654321,Ben Owner,Lead,New,2023-06-01,`,
			`103,Dora,Muster,dora@example.com,,Ben Owner,Customer,Open,2023-07-01,Beta`,
		}, "\n"), 3, []string{"firstName", "lastName", "phone", "group", "company"}},
		{"salesforce", strings.Join([]string{
			`"Contact ID","Salutation","First Name","Last Name","Account Name","Title","Email","Phone",` +
				`"Mobile","Mailing City","Contact Owner"`,
			`"0035g00000ABCde","Ms.","Anna","Example","Acme","CEO","anna@example.com","030 1234567","",` +
				`"Berlin","Ben Owner"`,
			`"0035g00000ABCdf","Mr.","Carl","Sample","Beta","CTO","","030 7654321","","Paris","Ben Owne` +
				`r"`,
		}, "\n"), 2, []string{"firstName", "lastName", "company", "phone", "city"}},
		{"shopify", strings.Join([]string{
			`Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Def` +
				`ault Address Address1,Default Address Address2,Default Address City,Default Address Provin` +
				`ce Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accep` +
				`ts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags`,
			`'5712345678901,Anna,Example,anna@example.com,yes,,Main St 1,,Berlin,,DE,10115,,'+493012345` +
				`67,no,120.50,3,,no,VIP`,
			`'5712345678902,Carl,Sample,,no,,Rue 2,,Paris,,FR,75001,,,no,0.00,0,,no,`,
		}, "\n"), 2, []string{"firstName", "lastName", "city", "country", "phone",
			"spent", "orders", "group"}},
		{"woocommerce", strings.Join([]string{
			`ID,user_login,user_email,first_name,last_name,display_name,role,user_registered,billing_ph` +
				`one,billing_city,billing_country,user_pass,orders,total_spent`,
			`5,anna,anna@example.com,Anna,Example,Anna Example,customer,2023-01-01,030123456,Berlin,DE,` +
				`$P$Bxyz,3,120.50`,
			`6,carl,carl@example.com,Carl,Sample,Carl Sample,customer,2023-01-02,030654321,Paris,FR,$P$` +
				`Babc,0,0`,
		}, "\n"), 2, []string{"firstName", "lastName", "group", "phone", "city",
			"country", "orders", "spent"}},
		{"mailchimp", strings.Join([]string{
			`Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,` +
				`OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_` +
				`CHANGED,LEID,EUID,NOTES,TAGS`,
			`anna@example.com,Anna,Example,,,05/12,2,2023-01-01 10:00:00,,2023-01-01 10:00:00,192.0.2.1` +
				`,,,,,,,,2023-01-01,123,abc123,,"VIP"`,
			`carl@example.com,Carl,Sample,,,,2,2023-01-01 10:00:00,,2023-01-01 10:00:00,192.0.2.2,,,,,,` +
				`,,2023-01-01,124,abc124,,`,
		}, "\n"), 2, []string{"firstName", "lastName", "group"}},
		{"kunden", strings.Join([]string{
			`Kundennummer;Anrede;Vorname;Nachname;E-Mail;Telefon;Kundengruppe;Umsatz`,
			`K-1;Frau;Anna;Beispiel;anna@example.com;030 123;Gold;120,50`,
			`K-2;Herr;Carl;Muster;;030 456;Silber;0`,
		}, "\n"), 2, []string{"firstName", "lastName", "phone", "group", "spent"}},
		{"brevo", "CONTACT ID;EMAIL;PRENOM;NOM;SMS\n101;anna@example.com;Anna;Exemple;33612345678\n" +
			"102;;Ben;Exemple;33612345679\n", 2, []string{"firstName", "lastName"}},
		{"names", "Name,Company,Email,Total Spend\nAnna Example,Acme,anna@example.com,79.80\n" +
			"Ben Example,,ben@example.com,0\n", 2, []string{"name", "company", "spent"}},
		{"clientes", "Código;Nombre;Apellidos;Teléfono;Razón social\nC001;Anna;Ejemplo;600 000 001;Acme\n" +
			"C002;Ben;Ejemplo;600 000 002;Beta\n", 2, []string{"firstName", "lastName", "phone", "company"}},
		{"clienti", "Cod. Cliente;Ragione sociale;Partita IVA;Indirizzo;CAP;Città;PEC\n" +
			"1001;Acme S.r.l.;IT01234567890;Via Roma 1;20100;Milano;acme@pec.example.com\n" +
			"1002;Beta S.r.l.;IT01234567891;Via Po 2;10100;Torino;\n", 2, []string{"company", "city"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			report, _ := importText(t, test.name+".csv", test.csv, "")
			if report.Customers != test.customers || report.Counts.Products > 0 ||
				report.Problems.Errors() > 0 {
				t.Fatalf("%d customers, %d products: %s", report.Customers, report.Counts.Products,
					printed(t, report.Problems))
			}
			var paste string
			for _, p := range report.Problems.Sorted() {
				if p.Code == "no-customer-fields" {
					_, paste, _ = strings.Cut(p.Hint(), "\n")
				}
			}
			config, err := config.Read(strings.NewReader(paste), "plugsheet.yaml")
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, f := range config.CustomerFields {
				ids = append(ids, f.ID)
			}
			if !slices.Equal(ids, test.fields) {
				t.Errorf("proposed %q, want %q", ids, test.fields)
			}
			again, _ := importText(t, test.name+".csv", test.csv, paste)
			if again.Counts.CustomerFields != len(ids) ||
				slices.Contains(codes(again.Problems), "no-customer-fields") {
				t.Errorf("pasted: %d fields: %s", again.Counts.CustomerFields, printed(t, again.Problems))
			}
		})
	}
}
