package template

import (
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/schemas/problem"
)

// templateNote says what belongs into a column.
func templateNote(k kind.Kind, f field.Field, header string, l problem.Language) string {
	note := FieldNote(k, f.Name, l)
	if f.Localized {
		note += "\n" + l.Say("for another language add a column such as %s:it", header)
	}
	if TemplateRequired(k, f.Name) {
		note += "\n" + l.Say("every row needs one")
	}
	return note
}

// FieldNote is the note of a field, by its kind; empty for one that has none, which a test refuses.
func FieldNote(k kind.Kind, name string, l problem.Language) string {
	switch k {
	case kind.Products:
		return l.Say("%s", field.Of(k)[field.Index(field.Of(k), name)].Note)
	case kind.Categories:
		return categoryNote(name, l)
	case kind.ClosingForm, kind.Options:
		return formNote(k, name, l)
	case kind.CustomerFields:
		return customerFieldNote(name, l)
	case kind.BotScenarios:
		return botScenarioNote(name, l)
	case kind.BotAnswers:
		return botAnswerNote(name, l)
	case kind.BotHours:
		return botHoursNote(name, l)
	}
	switch name {
	case "email":
		return l.Say("the customer's e-mail address; this or the external id")
	case "externalId":
		return l.Say("the customer's number in your shop; add a column for whatever the customer fields show")
	case "key":
		return l.Say("the name of a setting; leave out what may stay as it is")
	case "value":
		return l.Say("the value of the setting: a language such as fr, a currency such as EUR")
	}
	return ""
}

func categoryNote(name string, l problem.Language) string {
	switch name {
	case "id":
		return l.Say("a number or a code of its own for each category")
	case "idParent":
		return l.Say("the id of the category above it; blank at the top")
	case "label":
		return l.Say("the category's name")
	}
	return ""
}

func formNote(k kind.Kind, name string, l problem.Language) string {
	switch {
	case k == kind.Options && name == "field":
		return l.Say("the id of a SELECT field of the closing form")
	case k == kind.Options && name == "label":
		return l.Say("what the agent chooses from")
	case k == kind.Options && name == "value":
		return l.Say("what is stored when it is chosen; blank: the text itself")
	}
	switch name {
	case "id":
		return l.Say("a short name of its own for each field, under which its answer is stored")
	case "idParent":
		return l.Say("the id of the field that this one stands below; blank at the top")
	case "label":
		return l.Say("what the agent reads beside the field")
	case "fieldType":
		return l.Say("what can be filled in")
	case "isRequired":
		return l.Say("whether the agent must fill it in")
	case "options":
		return l.Say("of a SELECT without rows in the sheet of options: the choices, separated by |")
	}
	return ""
}

func customerFieldNote(name string, l problem.Language) string {
	switch name {
	case "id":
		return l.Say("a short name of its own for each field; a column of that name in the sheet of " +
			"customers fills it")
	case "label":
		return l.Say("what the agent reads beside the value")
	case "value":
		return l.Say(
			"a text with placeholders such as {emailVisitor} or {idVisitorExternal}; of an ACTION its code")
	case "fieldType":
		return l.Say("a text, a link, or a button for an action")
	case "message":
		return l.Say("of an ACTION: what the agent reads after it")
	}
	return ""
}

// templateExamples are two rows by field.
func templateExamples(v *field.Vocabulary, k kind.Kind, l problem.Language) []map[string]string {
	yes, no := l.Say("yes"), l.Say("no")
	outdoor, lamps := l.Say("Outdoor"), l.Say("Lamps")
	switch k {
	case kind.Products:
		return []map[string]string{{
			"id": "1001", "reference": "LAMP-01", "title": l.Say("Storm lantern"), "brand": "Fjell",
			"categories": strings.Join([]string{outdoor, lamps}, " > "), "currency": "EUR",
			"shortDescription": l.Say("Burns for 20 hours"),
			"description":      l.Say("A lantern of steel that no wind blows out."),
			"priceCatalog":     "49.95", "pricePromotion": "39.95", "available": yes,
			"productUrl": "https://shop.example/p/lamp-01", "imageUrl": "https://shop.example/i/lamp-01.jpg",
		}, {
			"id": "1002", "reference": "TARP-33", "title": l.Say("Tarp, 3 × 3 m"), "brand": "Fjell",
			"categories": "10", "currency": "EUR",
			"shortDescription": l.Say("Weighs 600 g"), "description": l.Say("A roof for two hammocks."),
			"priceCatalog": "79", "available": no,
			"productUrl": "https://shop.example/p/tarp-33", "imageUrl": "https://shop.example/i/tarp-33.jpg",
		}}
	case kind.Categories:
		return []map[string]string{{"id": "10", "label": outdoor},
			{"id": "11", "idParent": "10", "label": lamps}}
	case kind.ClosingForm:
		return []map[string]string{
			{"id": "outcome", "label": l.Say("What came of it?"), "fieldType": "SELECT", "isRequired": yes},
			{"id": "notes", "label": l.Say("Notes"), "fieldType": "TEXTAREA", "isRequired": no},
		}
	case kind.Options:
		return []map[string]string{
			{"field": "outcome", "label": l.Say("Sold"), "value": "sold"},
			{"field": "outcome", "label": l.Say("Answered"), "value": "answered"},
		}
	case kind.CustomerFields:
		return []map[string]string{
			{"id": "mail", "label": l.Say("E-mail"), "value": "{emailVisitor}", "fieldType": "TEXT"},
			{"id": "case", "label": l.Say("Open a case"), "value": "OPEN_CASE", "fieldType": "ACTION",
				"message": l.Say("The case is open.")},
		}
	case kind.BotScenarios, kind.BotAnswers, kind.BotHours:
		return botExamples(k, l)
	case kind.Customers:
		return []map[string]string{{"email": "jane@shop.example", "externalId": "C-1"},
			{"email": "joe@shop.example", "externalId": "C-2"}}
	}
	return []map[string]string{
		{"key": settingWord(v, "language", l), "value": string(l)},
		{"key": settingWord(v, "currency", l), "value": "EUR"},
	}
}
