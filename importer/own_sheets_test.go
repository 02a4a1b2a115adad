package importer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOwnSheets has forms and fields of customers whose file's name says nothing: their headers and the types in
// them do, in each language.
func TestOwnSheets(t *testing.T) {
	for name, c := range map[string]struct{ text, types string }{
		"English": {"Question,Type,Required,Choices\nReason,dropdown,yes,Order|Return\nNumber,short text,no,\nDone?,checkbox,yes,\n",
			"SELECT TEXT CHECKBOX"},
		"French": {"Question;Type;Obligatoire;Choix\nMotif;liste déroulante;oui;Commande|Retour\nRemarques;texte long;non;\n",
			"SELECT TEXTAREA"},
		"German": {"Frage;Art;Pflicht;Auswahl\nGrund;Auswahlliste;ja;Bestellung|Rückgabe\nText;mehrzeiliger Text;nein;\n",
			"SELECT TEXTAREA"},
		"Dutch": {"Vraag;Soort;Verplicht;Keuzes\nReden;keuzelijst;ja;Retour|Klacht\nAantal;geheel getal;nee;\n",
			"SELECT INTEGER"},
		"Spanish":    {"Pregunta;Tipo;Opciones\nMotivo;lista;Pedido|Otro\n¿Resuelto?;casilla;\n", "SELECT CHECKBOX"},
		"Italian":    {"Domanda;Tipo;Scelte\nMotivo;elenco;Reso|Altro\nImporto;decimale;\n", "SELECT DECIMAL"},
		"Portuguese": {"Pergunta;Tipo;Escolhas\nMotivo;lista suspensa;Troca|Outro\nNotas;texto longo;\n", "SELECT TEXTAREA"},
		"Polish":     {"Pytanie;Rodzaj;Opcje\nPowód;lista rozwijana;Zwrot|Inne\nUwagi;długi tekst;\n", "SELECT TEXTAREA"},
		"of customers": {"Label,Value,Type\nMail,{emailVisitor},text\nCard,https://shop.example/{emailVisitor},link\n",
			"TEXT URL"},
		"types of products": {"Name,Type,Options\nShirt,cotton,S|M\nMug,china,\n", ""},
		"one type of three": {"Name,Type,Options\nShirt,text,S|M\nMug,china,\nPen,steel,\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "autumn.csv")
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := typesOf(t, file); got != c.types {
				t.Errorf("types %q, want %q", got, c.types)
			}
		})
	}
}

// typesOf imports a file in one step, and gives the types of its fields; empty where it is refused.
func typesOf(t *testing.T, file string) string {
	t.Helper()
	problems, files := accepted(t, file)
	if problems.Errors() > 0 {
		return ""
	}
	var fields []struct{ FieldType string }
	decode(t, files["closing-form.json"], &fields)
	if len(fields) == 0 {
		decode(t, files["customer-fields.json"], &fields)
	}
	types := []string{}
	for _, f := range fields {
		types = append(types, f.FieldType)
	}
	return strings.Join(types, " ")
}
