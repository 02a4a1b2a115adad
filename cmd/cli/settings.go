package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"plugsheet/importer/config"
	"plugsheet/schemas/bounded"
)

const (
	SettingsFile = "plugsheet.yaml" // the settings, looked for beside the inputs
	EnvPrefix    = "PLUGSHEET_"     // of the variables that set flags
	configFlag   = "config"
	// annotation of flags whose value is a path; what it holds is how values begin that are none
	pathFlag = "plugsheet-path"
	// forces what the key of this name says only of files that are no UTF: one never sets the other
	encodingFlag = "encoding"
	actionsKey   = "actions" // the one key with settings below it; see nestedSettings
)

// NoSettings as a place means that a command reads no plugsheet.yaml.
const NoSettings = ""

// settings are what a command line, the environment and plugsheet.yaml say together, as
// far as it is not in flags.
type settings struct {
	File   string        // the plugsheet.yaml that was read; empty for none
	Config config.Config // its mapping part
}

// LoadSettings fills in the flags that the command line left out: from PLUGSHEET_… variables, then from
// plugsheet.yaml, which is the file that --config names or the one in the folder near, where there is
// one. What nobody says keeps its default.
func LoadSettings(c *cobra.Command, p Process, near string) (settings, error) {
	if err := fillFromEnv(c, p); err != nil {
		return settings{}, err
	}
	name, data, err := readSettings(c, near)
	if err != nil || name == "" {
		return settings{}, err
	}
	config, err := config.Read(bytes.NewReader(data), name, SettingNames(c.Root())...)
	if err != nil {
		return settings{}, err
	}
	return settings{name, config}, fillFromFile(c, name, data)
}

// Command is a command that reads no plugsheet.yaml. What it does begins once its flags are filled in.
func Command(p Process, use, short string, do func(*cobra.Command, []string) error) *cobra.Command {
	return newCommand(p, NoSettings, &cobra.Command{Use: use, Short: short, RunE: do})
}

// SettingsCommand is a [Command] that reads the plugsheet.yaml of the working directory, or the one that a
// flag names.
func SettingsCommand(p Process, use, short string, do func(*cobra.Command, []string) error) *cobra.Command {
	c := newCommand(p, ".", &cobra.Command{Use: use, Short: short, RunE: do})
	AddConfigFlag(c, "in the working directory")
	return c
}

// newCommand has a command's flags filled in before it does anything.
func newCommand(p Process, near string, c *cobra.Command) *cobra.Command {
	do := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if _, err := LoadSettings(c, p, near); err != nil {
			return err
		}
		return do(c, args)
	}
	return c
}

// fillFromEnv sets the flags that were not given from the environment. An empty variable counts
// as none, and so does one that is named after no flag: others own some of that prefix (a
// cluster announces a service that way).
func fillFromEnv(c *cobra.Command, p Process) error {
	return fill(c.Flags(), func(f *pflag.Flag) (value, source string) {
		name := EnvPrefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, _ = p.LookupEnv(name)
		return value, name
	})
}

// fill sets each flag that was not given to the value that find has for it; an empty value leaves it alone.
func fill(flags *pflag.FlagSet, find func(*pflag.Flag) (value, source string)) error {
	var errs []error
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Changed || f.Name == "help" {
			return
		}
		value, source := find(f)
		if value == "" {
			return
		}
		if err := flags.Set(f.Name, value); err != nil {
			errs = append(errs,
				UsageErrorf("%s: %q is no value for --%s, which takes %s", source, value, f.Name,
					takes(f)))
		}
	})
	return errors.Join(errs...)
}

// takes says in words what values a flag takes.
func takes(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "bool":
		return "true or false"
	case "int":
		return "a whole number"
	case "float64":
		return "a number"
	case "duration":
		return "a time such as 90s or 2m"
	}
	return "text"
}

// readSettings finds and reads plugsheet.yaml. The name is empty where there is none.
func readSettings(c *cobra.Command, near string) (name string, data []byte, err error) {
	f := c.Flags().Lookup(configFlag)
	if f == nil || near == NoSettings {
		return "", nil, nil
	}
	if f.Changed {
		data, err = bounded.ReadFile(f.Value.String(), config.MaxSize)
		if err != nil {
			return "", nil,
				WithHint(fmt.Errorf("reading the settings: %w", err), "--config names a plugsheet.yaml")
		}
		return f.Value.String(), data, nil
	}
	name = filepath.Join(near, SettingsFile)
	data, err = bounded.ReadFile(name, config.MaxSize)
	if errors.Is(err, fs.ErrNotExist) || IsNotDirectory(err) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, fmt.Errorf("reading the settings: %w", err)
	}
	return name, data, nil
}

// fillFromFile sets the flags that are still not given from the top-level keys of a plugsheet.yaml that has
// been checked. Paths in it are relative to its folder.
func fillFromFile(c *cobra.Command, name string, data []byte) error {
	values, err := scalars(data)
	if err != nil {
		return UsageErrorf("%s: %s", name, err)
	}
	return fill(c.Flags(), func(f *pflag.Flag) (value, source string) {
		s, ok := values[f.Name]
		if !ok || f.Name == encodingFlag {
			return "", ""
		}
		source = fmt.Sprintf("%s:%d: %s", name, s.line, f.Name)
		if noPaths, isPath := f.Annotations[pathFlag]; isPath {
			return besideSettings(filepath.Dir(name), s.text, noPaths), source
		}
		return s.text, source
	})
}

// besideSettings makes paths relative to the folder of a plugsheet.yaml. A flag of which some values are no
// paths says how those begin; its values are separated by commas.
func besideSettings(folder, text string, noPaths []string) string {
	list := []string{text}
	if len(noPaths) > 0 {
		list = strings.Split(text, ",")
	}
	for i, path := range list {
		isText := slices.ContainsFunc(noPaths,
			func(prefix string) bool { return strings.HasPrefix(path, prefix) })
		if path != "" && !isText && !filepath.IsAbs(path) {
			list[i] = filepath.Join(folder, path)
		}
	}
	return strings.Join(list, ",")
}

// scalar is a plain value of a YAML file with its line, counted from 1.
type scalar struct {
	text string
	line int
}

// scalars reads the top-level keys that have a plain value, and the settings below
// others, by the names of their flags.
func scalars(data []byte) (map[string]scalar, error) {
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, err
	}
	found := map[string]scalar{}
	for _, d := range file.Docs {
		m, ok := d.Body.(ast.MapNode)
		if !ok {
			continue
		}
		for each := m.MapRange(); each.Next(); {
			if err := addScalars(found, each.Key().GetToken().Value, each.Value()); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// FlagIn is what a plugsheet.yaml says for the flag of a name; empty for nothing.
func FlagIn(data []byte, name string) (string, error) {
	found, err := scalars(data)
	return found[name].text, err
}

// addScalars adds the plain value of a key, or those below it that are settings.
func addScalars(found map[string]scalar, key string, value ast.Node) error {
	if _, plain := value.(ast.ScalarNode); plain && value.Type() != ast.NullType {
		t := value.GetToken()
		if flag, nested := nestedSettings()[key]; nested {
			key = flag
		} else if strings.HasPrefix(key, actionsKey) {
			return fmt.Errorf("line %d: unknown key %q", t.Position.Line, key)
		}
		found[key] = scalar{t.Value, t.Position.Line}
		return nil
	}
	m, ok := value.(ast.MapNode)
	if !ok || key != actionsKey && !strings.HasPrefix(key, actionsKey+".") {
		return nil
	}
	for each := m.MapRange(); each.Next(); {
		if err := addScalars(found, key+"."+each.Key().GetToken().Value, each.Value()); err != nil {
			return err
		}
	}
	return nil
}

// SettingNames are the keys of plugsheet.yaml that are settings: the flags of all
// commands, and what has some below it.
func SettingNames(root *cobra.Command) []string {
	names := []string{actionsKey}
	for _, c := range root.Commands() {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" && f.Name != configFlag && !f.Hidden {
				names = append(names, f.Name)
			}
		})
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// AddConfigFlag lets a command read a plugsheet.yaml.
func AddConfigFlag(c *cobra.Command, where string) {
	c.Flags().String(configFlag, "", "read the settings from `FILE` (default: plugsheet.yaml "+where+")")
}

// AddBundleFlag lets a command name its bundle; plugsheet.yaml names it relative to itself.
func AddBundleFlag(c *cobra.Command, to *string, short, value, usage string) {
	c.Flags().StringVarP(to, "bundle", short, value, usage)
	arePaths(c.Flags(), "bundle")
}

// FileFlag adds a flag whose value is a path; plugsheet.yaml names it relative to itself.
func FileFlag(f *pflag.FlagSet, to *string, name, usage string) {
	f.StringVar(to, name, "", usage)
	arePaths(f, name)
}

// arePaths says that the values of a flag are paths, unless they begin with one of some texts.
func arePaths(f *pflag.FlagSet, name string, unless ...string) {
	f.SetAnnotation(name, pathFlag, unless) // fails only for a flag that is not there
}

// IsNotDirectory tells whether a path went through something that is no folder.
func IsNotDirectory(err error) bool { return errors.Is(err, syscall.ENOTDIR) }

// nestedSettings are the keys of plugsheet.yaml that stand below another, and the flags that they set.
func nestedSettings() map[string]string {
	return map[string]string{
		"actions.webhook":             "actions-webhook",
		"actions.webhook.url":         "actions-webhook",
		"actions.webhook.secret-file": "webhook-secret-file",
		"actions.webhook.timeout":     "webhook-timeout",
		"actions.webhook.give-up":     "webhook-give-up",
		"actions.webhook.plain-http":  "webhook-plain-http",
	}
}
