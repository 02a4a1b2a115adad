package peers

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"plugsheet/schemas/bundle"
)

// miniSearch is MiniSearch in a Node process of its own, as its documentation has it: fields with boosts, one typo in
// five letters, the last word as a beginning, any word is enough. Its whole index is in memory; to be durable it is
// written as JSON. The pipe to the process is part of the time that a search takes, some 0.05 ms.
type miniSearch struct {
	path string
	node *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
}

//go:embed minisearch.cjs
var bridge string

func (*miniSearch) name() string { return "minisearch" }

func (*miniSearch) missing() string {
	if _, err := exec.LookPath("node"); err != nil {
		return "Node"
	}
	if nodeCommand("-e", `require("minisearch")`).Run() != nil {
		return "npm install --no-save minisearch, in index/peers or where NODE_PATH says"
	}
	return ""
}

// nodeCommand finds packages in this folder, and where NODE_PATH says.
func nodeCommand(args ...string) *exec.Cmd { return exec.Command("node", args...) }

func (m *miniSearch) start(_ context.Context, dir string) error {
	folder, err := folderFor(dir, "minisearch")
	if err != nil {
		return err
	}
	m.path = filepath.Join(folder, "index.json")
	boost := map[string]float64{}
	for _, f := range fields {
		boost[f.name] = f.boost
	}
	boosts, err := json.Marshal(boost)
	if err != nil {
		return err
	}
	m.node = nodeCommand("--max-old-space-size=8192", "-e", bridge, "--", string(boosts), strconv.Itoa(pageSize))
	m.node.Stderr = os.Stderr
	if m.in, err = m.node.StdinPipe(); err != nil {
		return err
	}
	out, err := m.node.StdoutPipe()
	if err != nil {
		return err
	}
	m.out = bufio.NewReader(out)
	return m.node.Start()
}

// ask sends one line and reads one.
func (m *miniSearch) ask(asked map[string]any) (places []int, err error) {
	if err := json.NewEncoder(m.in).Encode(asked); err != nil {
		return nil, err
	}
	line, err := m.out.ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("node: %w", err)
	}
	return places, json.Unmarshal(line, &places)
}

func (m *miniSearch) build(ctx context.Context, b *bundle.Bundle) error {
	var docs []map[string]any
	n := 0
	for r, err := range records(ctx, b) {
		if err != nil {
			return err
		}
		doc := map[string]any{"id": n}
		for _, field := range fields {
			doc[field.name] = field.text(r)
		}
		docs = append(docs, doc)
		if n++; len(docs) == batch {
			if _, err := m.ask(map[string]any{"add": docs}); err != nil {
				return err
			}
			docs = docs[:0]
		}
	}
	if _, err := m.ask(map[string]any{"add": docs}); err != nil {
		return err
	}
	_, err := m.ask(map[string]any{"save": m.path})
	return err
}

func (*miniSearch) settle(context.Context) error { return nil }

func (m *miniSearch) search(_ context.Context, q typedQuery) ([]int, error) {
	return m.ask(map[string]any{"query": q.text})
}

func (m *miniSearch) size() (int64, error) { return sizeOf(m.path) }
func (m *miniSearch) processes() []int     { return []int{m.node.Process.Pid} }

func (m *miniSearch) close() error {
	if m.node == nil || m.node.Process == nil {
		return nil
	}
	m.in.Close()
	return m.node.Wait()
}
