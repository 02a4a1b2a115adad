package memory

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Values are small values by key that several servers have in common; see [store.Values].
type Values interface {
	Get(ctx context.Context, key string) ([]byte, error)
	Update(ctx context.Context, key string, change func(old []byte) ([]byte, error)) error
}

// togetherWait is how long the servers' common memory may take: a visitor waits meanwhile.
const togetherWait = 1500 * time.Millisecond

// SharedConversations are remembered by several servers together. What their common memory does not take is
// told to failure, and remembered here: the bot goes on with what this server knows.
func SharedConversations(v Values, failure func(error)) *Conversations {
	c := RehearsedConversations()
	c.shared, c.failure = v, failure
	return c
}

// together changes what all servers remember of a conversation, unless change gives nil; false where that
// fails, or there is nothing in common. Change is called again where another server answered meanwhile.
func (c *Conversations) together(id string, now time.Time, change func(*conversation) *conversation) bool {
	if c.shared == nil {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), togetherWait)
	defer cancel()
	var last *conversation
	err := c.shared.Update(ctx, hash(id), func(old []byte) ([]byte, error) {
		one := &conversation{}
		if json.Unmarshal(old, one) != nil || one.ID == "" || one.old(now) {
			one = newConversation(id, now)
		}
		if last = change(one); last == nil {
			return nil, nil
		}
		return json.Marshal(last)
	})
	if err != nil {
		c.failure(fmt.Errorf("remembering a conversation: %w", err))
		return false
	}
	if last != nil { // this server goes on from there, should the common memory go away
		c.mu.Lock()
		defer c.mu.Unlock()
		c.put(last, now)
	}
	return true
}

// SharedOperators are kept by several servers together; those that are lent, too, in lent, which forgets them
// by itself.
func SharedOperators(v, lent Values) *Operators {
	return &Operators{shared: v, sharedLent: lent, all: map[string]Operator{}, lent: map[string]Operator{}}
}

// findShared gives an operator of the common memory; while that is away, as this server saw it last.
func (o *Operators) findShared(id string) (Operator, bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), togetherWait)
	defer cancel()
	data, err := o.shared.Get(ctx, hash(id))
	if data == nil && err == nil {
		data, err = o.sharedLent.Get(ctx, hash("bot", id))
	}
	var one Operator
	if err == nil && data != nil {
		err = json.Unmarshal(data, &one)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err != nil {
		if before, known := o.all[id]; known {
			return before, true, nil
		}
		return Operator{}, false, fmt.Errorf("reading the bots: %w", err)
	}
	if data != nil && len(o.all) < maxOperators {
		o.all[id] = one
	}
	return one, data != nil, nil
}

// putShared keeps an operator in the common memory.
func putShared(v Values, key string, one Operator, now time.Time) (Operator, error) {
	ctx, cancel := context.WithTimeout(context.Background(), togetherWait)
	defer cancel()
	one.Created, one.Updated = now.UTC(), now.UTC()
	err := v.Update(ctx, key, func(old []byte) ([]byte, error) {
		var before Operator
		if old != nil && json.Unmarshal(old, &before) == nil {
			one.Created = before.Created
		}
		return json.Marshal(one)
	})
	if err != nil {
		return Operator{}, fmt.Errorf("keeping the bots: %w", err)
	}
	return one, nil
}
