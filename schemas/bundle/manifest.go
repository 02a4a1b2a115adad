package bundle

import (
	"bytes"
	"encoding/json"
	"path"
	"path/filepath"
	"strings"

	"plugsheet/schemas"
	"plugsheet/schemas/files"
)

type schemaName = schemas.Name

const (
	formFieldSchema     = schemas.FormField
	customerFieldSchema = schemas.CustomerField
)

// recordSchema is the schema of a line of a product file under the setting.
func recordSchema(s IDs) schemaName {
	if s == StringIDs {
		return schemas.RecordString
	}
	return schemas.RecordInteger
}

// categorySchema is the schema of a line of categories.json under the setting.
func categorySchema(s IDs) schemaName {
	if s == StringIDs {
		return schemas.CategoryString
	}
	return schemas.CategoryInteger
}

// encodeManifest writes the manifest with one file a line, so that a change of one file is a change of one
// line.
func encodeManifest(m Manifest) ([]byte, error) {
	parts := m.Files
	m.Files = []File{}
	head, err := files.Encode(m)
	if err != nil {
		return nil, err
	}
	list, _, err := encodeAll(parts)
	if err != nil {
		return nil, err
	}
	head = bytes.TrimSuffix(head, []byte(`"files":[]}`))
	for _, key := range []string{`"ids":`, `"language":`, `"timeZone":`, `"counts":`} {
		head = bytes.Replace(head, []byte(","+key), []byte(",\n"+key), 1)
	}
	return append(append(head, "\n\"files\":"...), append(bytes.TrimSuffix(list, []byte("\n")), "}\n"...)...),
		nil
}

// readManifest reads and checks a manifest. Errors: [*FormatError], [*DamagedError].
func readManifest(set *schemas.Set, dir string, data []byte) (Manifest, error) {
	var m Manifest
	damaged := func(reason string) (Manifest, error) {
		return Manifest{}, &DamagedError{Dir: dir, Path: ManifestFile, Reason: reason}
	}
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return damaged(err.Error())
	}
	if head.Format != Format && head.Format > 0 {
		return Manifest{}, &FormatError{Dir: dir, Format: head.Format}
	}
	if faults := set.Validate(schemas.Manifest, data); len(faults) > 0 {
		return damaged((&Invalid{faults}).Error())
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return damaged(err.Error())
	}
	seen := map[string]bool{}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) || path.Clean(f.Path) != f.Path || seen[f.Path] {
			return damaged("it names the file " + f.Path + " twice or out of place")
		}
		seen[f.Path] = true
	}
	for _, name := range []string{categoriesFile, closingFormFile, customerFieldFile} {
		if !seen[name] {
			return damaged("it does not name " + name)
		}
	}
	return m, nil
}

// localeOf is the language of a localized file, "" for the default one; false where the path is no such file.
func localeOf(p, name string) (string, bool) {
	if p == name {
		return "", true
	}
	stem, ok := strings.CutSuffix(p, ".json")
	if !ok {
		return "", false
	}
	locale, ok := strings.CutPrefix(stem, strings.TrimSuffix(name, ".json")+".")
	return locale, ok && isLocale(locale)
}
