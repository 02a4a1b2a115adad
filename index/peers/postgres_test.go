package peers

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"plugsheet/schemas/bundle"
)

// postgres is PostgreSQL's full text with its default settings: a column of the words, weighed by field, a GIN index,
// all words demanded, ranked by ts_rank_cd, no typos. A star stands only where the agent did not finish the word. Its
// server runs for the comparison only, on a socket in a folder of its own, and as the user postgres where we are root.
type postgres struct {
	dir    string
	as     *syscall.Credential
	server *exec.Cmd
	db     *pgx.Conn
}

func (*postgres) name() string { return "postgres" }

func (*postgres) missing() string {
	if program("initdb") == "" {
		return "PostgreSQL's server (the package postgresql)"
	}
	if _, err := serverUser(); err != nil {
		return "a user postgres: PostgreSQL's server does not run as root"
	}
	return ""
}

// program finds a program of the server; distributions keep them out of the path. Empty where there is none.
func program(name string) string {
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		return ""
	}
	return slices.Max(found)
}

// serverUser is whom the server runs as; nil for who we are.
func serverUser() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

func (p *postgres) start(ctx context.Context, _ string) (err error) {
	if p.as, err = serverUser(); err != nil {
		return err
	}
	if p.dir, err = os.MkdirTemp("", "peers-postgres-"); err != nil {
		return err
	}
	if p.as != nil {
		if err := os.Chown(p.dir, int(p.as.Uid), int(p.as.Gid)); err != nil {
			return err
		}
	}
	data := filepath.Join(p.dir, "data")
	first := p.command("initdb", "-D", data, "-U", "peers", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if out, err := first.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	p.server = p.command("postgres", "-D", data, "-k", p.dir, "-c", "listen_addresses=")
	if err := p.server.Start(); err != nil {
		return err
	}
	return p.connect(ctx)
}

func (p *postgres) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(program(name), args...)
	c.Dir = p.dir
	c.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	return c
}

// connect waits until the server answers.
func (p *postgres) connect(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		p.db, err = pgx.Connect(ctx, "host="+p.dir+" user=peers dbname=postgres")
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

const createTable = `CREATE TABLE p (id int, title text, brand text, reference text, description text, keywords text,
	words tsvector GENERATED ALWAYS AS (
		setweight(to_tsvector('english', title || ' ' || reference), 'A') ||
		setweight(to_tsvector('english', brand), 'B') ||
		setweight(to_tsvector('english', keywords), 'C') ||
		setweight(to_tsvector('english', description), 'D')) STORED)`

func (p *postgres) build(ctx context.Context, b *bundle.Bundle) error {
	if _, err := p.db.Exec(ctx, createTable); err != nil {
		return err
	}
	next, stop := iter.Pull2(records(ctx, b))
	defer stop()
	n := 0
	rows := pgx.CopyFromFunc(func() ([]any, error) {
		r, err, ok := next()
		if !ok || err != nil {
			return nil, err
		}
		row := []any{n}
		for _, field := range fields {
			row = append(row, field.text(r))
		}
		n++
		return row, nil
	})
	columns := []string{"id", "title", "brand", "reference", "description", "keywords"}
	if _, err := p.db.CopyFrom(ctx, pgx.Identifier{"p"}, columns, rows); err != nil {
		return err
	}
	_, err := p.db.Exec(ctx, `CREATE INDEX ON p USING gin (words)`)
	return err
}

func (p *postgres) settle(ctx context.Context) error {
	_, err := p.db.Exec(ctx, `VACUUM ANALYZE p`)
	return err
}

func (p *postgres) search(ctx context.Context, q typedQuery) ([]int, error) {
	const find = `SELECT id FROM p, %s q WHERE words @@ q ORDER BY ts_rank_cd(words, q) DESC, id LIMIT %d`
	parse, text := `plainto_tsquery('english', $1)`, q.text
	if q.kind == prefix {
		parse, text = `to_tsquery('english', $1)`, prefixQuery(q.text)
	}
	rows, err := p.db.Query(ctx, fmt.Sprintf(find, parse, pageSize), text)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int])
}

// prefixQuery demands all words, the last one as a beginning.
func prefixQuery(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(w) + "'"
	}
	return strings.Join(words, " & ") + ":*"
}

func (p *postgres) size() (n int64, err error) {
	err = p.db.QueryRow(context.Background(), `SELECT pg_total_relation_size('p')`).Scan(&n)
	return n, err
}

// processes are the server and those that it has started.
func (p *postgres) processes() []int {
	pid := p.server.Process.Pid
	all := []int{pid}
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	for text := range strings.FieldsSeq(string(children)) {
		if n, err := strconv.Atoi(text); err == nil {
			all = append(all, n)
		}
	}
	return all
}

func (p *postgres) close() error {
	if p.db != nil {
		_ = p.db.Close(context.Background())
	}
	if p.server != nil && p.server.Process != nil {
		_ = p.server.Process.Signal(syscall.SIGINT)
		_ = p.server.Wait()
	}
	return os.RemoveAll(p.dir)
}
