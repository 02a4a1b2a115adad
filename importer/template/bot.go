package template

import (
	"plugsheet/importer/kind"
	"plugsheet/schemas/problem"
)

func botScenarioNote(name string, l problem.Language) string {
	switch name {
	case "id":
		return l.Say("a short name of its own for each bot; the platform's administrators choose by it")
	case "name":
		return l.Say("what administrators read")
	case "description":
		return l.Say("what the bot is for")
	case "language":
		return l.Say("the one language that the bot speaks: two letters such as fr")
	case "editorUrl":
		return l.Say("where this bot is edited: the whole address of this sheet, with https://")
	case "opening":
		return l.Say("what the bot says before the visitor writes: that it is a bot, and what it can do; " +
			"several messages are separated by |")
	case "openingReplies":
		return l.Say("what the visitor can click below that, separated by |: a phrase of an answer, or a " +
			"text -> the id of an answer")
	case "fallback":
		return l.Say("what the bot says when it has understood nothing")
	case "products":
		return l.Say("whether questions about products are answered from the catalog")
	case "availability":
		return l.Say("always, in the hours of the sheet of hours, or when at least one or all of the " +
			"platform's distribution rules are available")
	case "handOver":
		return l.Say("what happens to a visitor who was not understood twice: transfer to a person, or close")
	case "handOverText":
		return l.Say("what the bot says before that")
	case "distributionRule":
		return l.Say("the name or the id of the platform's distribution rule that finds the person; blank: " +
			"the first one")
	case "transferTimeout":
		return l.Say("how many seconds a person is looked for, from 5 to 60")
	case "transferFailed":
		return l.Say("what the bot says when nobody was free")
	}
	return ""
}

func botAnswerNote(name string, l problem.Language) string {
	switch name {
	case "scenario":
		return l.Say("the id of the bot; blank when there is only one")
	case "id":
		return l.Say("a short name of its own for each answer of a bot")
	case "phrases":
		return l.Say("what visitors say, in several ways, separated by |")
	case "answer":
		return l.Say("what the bot answers, at most 450 characters; several messages are separated by |")
	case "quickReplies":
		return l.Say("what the visitor can click next, separated by |: a phrase of an answer, or a text -> " +
			"the id of an answer")
	case "linkText":
		return l.Say("what stands on the button")
	case "link":
		return l.Say("where the button leads: a whole address, with https://")
	case "imageText":
		return l.Say("what the image shows, for those who cannot see it")
	case "image":
		return l.Say("the whole address of a picture, with https://")
	case "next":
		return l.Say("the id of the answer that follows at once, or transfer or close; blank: the bot " +
			"waits for the visitor")
	}
	return ""
}

func botHoursNote(name string, l problem.Language) string {
	switch name {
	case "scenario":
		return l.Say("the id of the bot; blank: all of them")
	case "days":
		return l.Say("days of the week such as Mon-Fri")
	case "hours":
		return l.Say("times such as 09:00-12:30, 14:00-18:00; blank: all day")
	case "timeZone":
		return l.Say("the time zone of the hours, such as Europe/Paris")
	case "holidays":
		return l.Say("dates without service, separated by commas: 2030-12-25, or 12-25 for every year")
	}
	return ""
}

// botExamples are two rows by field.
func botExamples(k kind.Kind, l problem.Language) []map[string]string {
	hours := l.Say("When are you open?")
	switch k {
	case kind.BotScenarios:
		return []map[string]string{{
			"id": "shop", "name": l.Say("Shop assistant"), "language": string(l),
			"editorUrl": "https://shop.example/bot",
			"opening":   l.Say("I am the shop's assistant, a bot."), "openingReplies": hours + " -> hours",
			"availability": "always", "handOver": "transfer",
			"products": l.Say("yes"), "transferTimeout": "20",
		}}
	case kind.BotAnswers:
		return []map[string]string{
			{"scenario": "shop", "id": "hours", "phrases": hours,
				"answer": l.Say("From Monday to Friday, 9 to 18."),
				"link":   "https://shop.example/hours"},
			{"scenario": "shop", "id": "closed", "phrases": l.Say("Is anybody there?"),
				"answer": l.Say("We are back at 9."), "next": "close"},
		}
	}
	return []map[string]string{
		{"scenario": "shop", "days": "6-7", "timeZone": "Europe/Paris", "holidays": "2030-12-25"},
		{"scenario": "shop", "days": "1-5", "hours": "18:00-09:00", "timeZone": "Europe/Paris"},
	}
}
