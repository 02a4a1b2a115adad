package bundle

import (
	"plugsheet/schemas"
	"plugsheet/schemas/bundle/scenario"
)

// Names of the files of the bot; what there is none of has no file.
const (
	botScenariosFile = "bot-scenarios.json"
	botAnswersFile   = "bot-answers.json"
)

// BotScenarios writes the scenarios of the bot in the spreadsheet's order. Without any the bundle has no such
// file.
func (w *Writer) BotScenarios(list []scenario.Scenario) error {
	if w.manifest.Counts.BotScenarios = len(list); len(list) == 0 {
		return nil
	}
	return writeAll(w, botScenariosFile, schemas.BotScenario, list)
}

// BotAnswers writes the answers of all scenarios in the spreadsheet's order. Without any the bundle has no
// such file.
func (w *Writer) BotAnswers(list []scenario.Answer) error {
	if w.manifest.Counts.BotAnswers = len(list); len(list) == 0 {
		return nil
	}
	return writeAll(w, botAnswersFile, schemas.BotAnswer, list)
}

// BotScenarios are the scenarios in the spreadsheet's order.
func (b *Bundle) BotScenarios() []scenario.Scenario { return b.botScenarios }

// BotAnswers are the answers of all scenarios in the spreadsheet's order.
func (b *Bundle) BotAnswers() []scenario.Answer { return b.botAnswers }
