package bundle

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// records reads all products of a bundle.
func records(t *testing.T, b *Bundle) []Record {
	t.Helper()
	var all []Record
	for _, f := range b.ProductFiles() {
		for l, err := range b.Records(context.Background(), f) {
			must(t, err)
			all = append(all, l.Record)
		}
	}
	return all
}

func TestPreview(t *testing.T) {
	dir := t.TempDir()
	newShop(2500).write(t, dir)
	before := tree(t, dir)

	next := newShop(1200)
	next.products[7].Product.Title = "Another title"
	w := next.stage(t, dir)
	defer w.Close()
	after, err := w.Preview(context.Background())
	must(t, err)

	if d := cmp.Diff(next.products, records(t, after),
		cmp.Comparer(func(a, b ID) bool { return a == b })); d != "" {
		t.Error(d)
	}
	now := tree(t, dir)
	for path := range now {
		if strings.HasPrefix(path, stagingDir+"/") {
			delete(now, path)
		}
	}
	if d := cmp.Diff(before, now); d != "" {
		t.Error("the old bundle changed: " + d)
	}
	old, err := Open(context.Background(), dir)
	must(t, err)
	if n := len(records(t, old)); n != 2500 {
		t.Errorf("%d products in the old bundle, want 2500", n)
	}

	again, err := w.Preview(context.Background())
	must(t, err)
	r, err := w.Commit(context.Background())
	must(t, err)
	if after.Digest() != r.Digest || again.Digest() != r.Digest {
		t.Errorf("previews %s and %s, committed %s", after.Digest(), again.Digest(), r.Digest)
	}
	must(t, w.Close())
	checkWhole(t, dir, r.Digest, "after a preview")
	if len(r.Removed) == 0 || len(r.Written) == 0 {
		t.Errorf("written %v, removed %v", r.Written, r.Removed)
	}
}

func TestPreviewIsForgotten(t *testing.T) {
	dir := t.TempDir()
	newShop(3).write(t, dir)
	before := tree(t, dir)
	w := newShop(2).stage(t, dir)
	_, err := w.Preview(context.Background())
	must(t, err)
	must(t, w.Close())
	if d := cmp.Diff(before, tree(t, dir)); d != "" {
		t.Error(d)
	}
}

func TestPreviewOfNothing(t *testing.T) {
	w := newShop(1).stage(t, "")
	defer w.Close()
	if b, err := w.Preview(context.Background()); err == nil || b != nil {
		t.Errorf("a checking writer gave the preview %v", b)
	}
	r, err := w.Commit(context.Background())
	must(t, err)
	if len(r.Digest) != 64 || r.Manifest.Counts.Products != 1 {
		t.Error("the check after it is not whole: " + r.Digest + " " +
			strconv.Itoa(r.Manifest.Counts.Products))
	}
}
