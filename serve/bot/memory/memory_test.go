package memory

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"plugsheet/serve/bot"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestConversationsAreBounded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "private")
	now := time.Unix(1e9, 0)
	c, err := OpenConversations(dir, now, func(err error) { t.Error(err) })
	must(t, err)
	for i := range 100 {
		id := string(rune('a' + i%26))
		for n := range 300 {
			c.Answer(id, time.Duration(i*1000+n).String(), now,
				func(m bot.Memory) bot.Memory { return bot.Memory{Step: "x", Misses: m.Misses + 1} })
		}
	}
	if c.Len() != 26 || c.lines > rewriteAfter+3*26 {
		t.Errorf("%d conversations, %d lines", c.Len(), c.lines)
	}
	must(t, c.Close())
	path := filepath.Join(dir, conversationsFile)
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, append(data, `{"c":"half a li`...), 0o600))
	c, err = OpenConversations(dir, now, nil)
	must(t, err)
	if c.Len() != 26 {
		t.Errorf("%d conversations after a restart", c.Len())
	}
	c.Answer("a", "new", now, func(m bot.Memory) bot.Memory {
		if m.Misses != 1200 {
			t.Errorf("remembered %+v", m)
		}
		return m
	})
	must(t, c.Close())
	if c, err = OpenConversations(dir, now.Add(time.Hour), nil); err != nil || c.Len() > 1 {
		t.Errorf("%d conversations an hour later (%v)", c.Len(), err)
	}
}

func TestOperatorsOfAnotherProcess(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "private")
	one, two := NewOperators(dir), NewOperators(dir)
	if _, known, err := two.Find("ha-1"); known || err != nil {
		t.Fatalf("known %t, %v", known, err)
	}
	_, err := one.Put("ha-1", Operator{Scenario: "s"}, time.Unix(1, 0))
	must(t, err)
	if got, known, err := two.Find("ha-1"); !known || err != nil || got.Scenario != "s" {
		t.Errorf("%+v %t %v", got, known, err)
	}
	must(t, os.WriteFile(filepath.Join(dir, operatorsFile), []byte("{"), 0o600))
	if _, _, err := two.Find("ha-1"); err == nil {
		t.Error("a broken file is read")
	}
}
