package serve

import (
	"context"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/scenario"
)

// The load that the bot is measured by.
const (
	botPhrases = 2000
	botAnswers = 400
	botTalkers = 4
)

// phraseOf makes up a phrase of words that several answers share and one or two that few have.
func phraseOf(r *rand.Rand, answer int) string {
	common := strings.Fields("how when where can may order parcel return refund delivery payment card shop " +
		"product size colour price gift account")
	words := []string{common[r.Intn(len(common))], fmt.Sprintf("thing%c%c", 'a'+answer%26, 'a'+answer/26),
		common[r.Intn(len(common))],
		fmt.Sprintf("word%c%c%c", 'a'+r.Intn(26), 'a'+r.Intn(26), 'a'+r.Intn(26))}
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return strings.Join(words, " ")
}

// BenchmarkBotMessages sends signed messages of visitors, from several conversations at once, to a bot with
// 2,000 phrases and a catalog: phrases word for word, with typos, among other words, questions for products,
// and what nobody understands. It reports messages per second, and the time that 99 of 100 stay below.
func BenchmarkBotMessages(b *testing.B) {
	o := options(b, b.TempDir())
	o.Logger, o.Secrets = nil, []Secret{Secret(demoSecret)}
	r := rand.New(rand.NewSource(1))
	var texts []string
	w, err := bundle.Create(o.Bundle, bundle.WriteOptions{CustomerKey: []byte("a key for the tests")})
	must(b, err)
	for i := range 1000 {
		must(b, w.Product(sample().product(b, i+1)))
	}
	must(b, w.Categories(sample().categories(b)))
	must(b, w.BotScenarios([]scenario.Scenario{
		{ID: "shop", Name: "Shop", Language: "en", EditorURL: "https://shop.example/", Products: true,
			Availability: scenario.Always, HandOver: scenario.HandOver{Rule: scenario.Close}}}))
	var answers []scenario.Answer
	for i := range botAnswers {
		a := scenario.Answer{Scenario: "shop", ID: fmt.Sprint(i), Messages: []string{"Yes."}}
		for range botPhrases / botAnswers {
			p := phraseOf(r, i)
			a.Phrases = append(a.Phrases, p)
			texts = append(texts, p, "hello, could you please tell me: "+
				strings.Replace(p, "thing", "thnig", 1)+"? My neighbour asked.")
		}
		answers = append(answers, a)
		texts = append(texts, "do you have a hoodie?", "is P-12 in stock",
			"what does the purple elephant think of it all today")
	}
	must(b, w.BotAnswers(answers))
	_, err = w.Commit(context.Background())
	must(b, err)
	must(b, w.Close())
	s := start(b, o)
	times := make([][]time.Duration, botTalkers)
	b.ResetTimer()
	begun := time.Now()
	var group sync.WaitGroup
	for t := range botTalkers {
		group.Go(func() {
			for i := t; i < b.N; i += botTalkers {
				body := fmt.Sprintf(
					`{"idOperator":"ha-1","message":{"idMessage":"%d","author":{"role":"visitor"},`+
						`"payload":{"contentType":"text","value":%q},`+
						`"createdAt":"2017-11-22T12:04:00.762Z[Etc/UTC]"}}`, i, texts[i*7919%len(texts)])
				sum := Sign(Secret(demoSecret), []byte(body))
				since := time.Now()
				if w := signed(s, "POST", fmt.Sprintf("/bot/conversations/c%d/messages", i%1000),
					body, sum); w.Code != 200 {
					b.Errorf("%d", w.Code)
				}
				times[t] = append(times[t], time.Since(since))
			}
		})
	}
	group.Wait()
	took := time.Since(begun)
	all := slices.Sorted(slices.Values(slices.Concat(times...)))
	b.ReportMetric(float64(b.N)/took.Seconds(), "messages/s")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
}
