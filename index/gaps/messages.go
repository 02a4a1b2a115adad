package gaps

import "context"

// messagesName is the value that holds the messages.
const messagesName = "messages.json"

// Messages are the counts of what visitors wrote to the bot and it did not understand, beside those of
// searches: what this package does with queries it does with them. They are counted like queries, without
// anything of the person.
func Messages(at Values) Values { return messages{at} }

// messages are values of which the counts have another name.
type messages struct{ Values }

func (m messages) Get(ctx context.Context, _ string) ([]byte, error) {
	return m.Values.Get(ctx, messagesName)
}

func (m messages) Update(ctx context.Context, _ string, change func(old []byte) ([]byte, error)) error {
	return m.Values.Update(ctx, messagesName, change)
}
