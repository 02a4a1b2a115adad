package peers

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"plugsheet/schemas/bundle"
)

// judgedDir is where judged catalogs are looked for, seen from this folder; they are not part of the repository.
const judgedDir = "../../../shared/data"

// judgedNames are the folders there: a catalog to import, and qrels.tsv with a query, a product's id and a grade from 0
// to 3 in each line.
var judgedNames = []string{"relevance", "relevance-mixed"}

// judgedSet is one of them.
type judgedSet struct {
	name   string
	bundle *bundle.Bundle
	places map[string]int // of a product by its id
	order  []string       // queries
	grades map[string]map[int]float64
}

// depth is how many products of an answer are judged.
const depth = 10

// readJudged imports a judged catalog and reads its judgments; nil where it is not there.
func readJudged(ctx context.Context, name, dir string) (*judgedSet, error) {
	from := filepath.Join(judgedDir, name)
	if _, err := os.Stat(filepath.Join(from, "qrels.tsv")); err != nil {
		return nil, nil
	}
	b, err := imported(ctx, filepath.Join(from, "catalog.csv"), filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	s := &judgedSet{name: name, bundle: b, places: map[string]int{}, grades: map[string]map[int]float64{}}
	for r, err := range records(ctx, b) {
		if err != nil {
			return nil, err
		}
		s.places[r.Product.ID.String()] = len(s.places)
	}
	return s, s.readGrades(filepath.Join(from, "qrels.tsv"))
}

func (s *judgedSet) readGrades(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan() // the header
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) != 3 {
			return fmt.Errorf("%s: %q: expected three cells", path, lines.Text())
		}
		grade, err := strconv.ParseFloat(cells[2], 64)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		place, ok := s.places[cells[1]]
		if !ok {
			return fmt.Errorf("%s: no product has the id %q", path, cells[1])
		}
		if s.grades[cells[0]] == nil {
			s.grades[cells[0]] = map[int]float64{}
			s.order = append(s.order, cells[0])
		}
		s.grades[cells[0]][place] = grade
	}
	return lines.Err()
}

// judge is the mean nDCG@10 of an engine's answers.
func (s *judgedSet) judge(ctx context.Context, e engine) (mean float64, err error) {
	defer func() { err = cmp.Or(err, e.close()) }()
	if err := e.start(ctx, filepath.Dir(s.bundle.Dir())); err != nil {
		return 0, err
	}
	if err := e.build(ctx, s.bundle); err != nil {
		return 0, err
	}
	if err := e.settle(ctx); err != nil {
		return 0, err
	}
	for _, text := range s.order {
		places, err := e.search(ctx, typedQuery{plain, text})
		if err != nil {
			return 0, fmt.Errorf("searching %q: %w", text, err)
		}
		mean += ndcg(s.grades[text], places) / float64(len(s.order))
	}
	return mean, nil
}

// ndcg is how good an answer is, from 0 to 1, by the grades of products: the gain of one is 2^grade-1, that of one
// without a grade 0.
func ndcg(grades map[int]float64, places []int) float64 {
	var got, best []float64
	for _, p := range places {
		got = append(got, grades[p])
	}
	for _, g := range grades {
		best = append(best, g)
	}
	slices.SortFunc(best, func(a, b float64) int { return cmp.Compare(b, a) })
	if most := gain(best); most > 0 {
		return gain(got) / most
	}
	return 0
}

func gain(grades []float64) (sum float64) {
	for i, g := range grades[:min(depth, len(grades))] {
		sum += (math.Exp2(g) - 1) / math.Log2(float64(i)+2)
	}
	return sum
}
