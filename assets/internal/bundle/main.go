// Command bundle makes assets/echarts.min.js and assets/minisearch.min.js from the npm packages
// that package-lock.json pins. Run it with "go generate ./assets"; it needs npm and the
// network, the build of Leadline needs neither.
//
// It also copies the licences beside the bundles, because minifying strips them, and writes a
// VERSION for each, by which a reader of the file can tell what it is and check that it was
// not changed.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

const tools = "internal/bundle" // go generate runs in assets

// bundle is one script that is made of packages.
type bundle struct {
	name     string // of the files: name.min.js, name.VERSION
	entry    string // what is bundled
	global   string // what pages call it
	footer   string
	banner   string
	packages []string
	licences []licence
}

type licence struct{ pkg, from, to string }

var bundles = []bundle{{
	name: "echarts", entry: "entry.js", global: "echarts",
	banner:   "/* Apache ECharts and zrender; licences beside this file: *.LICENSE, echarts.NOTICE */",
	packages: []string{"echarts", "zrender", "tslib"},
	licences: []licence{
		{"echarts", "LICENSE", "echarts.LICENSE"},
		{"echarts", "NOTICE", "echarts.NOTICE"},
		{"zrender", "LICENSE", "zrender.LICENSE"},
		{"echarts", "licenses/LICENSE-d3", "d3.LICENSE"},
		{"tslib", "LICENSE.txt", "tslib.LICENSE"},
	},
}, {
	name: "minisearch", entry: "search.js", global: "MiniSearch",
	footer:   "MiniSearch = MiniSearch.default;",
	banner:   "/* MiniSearch; licence beside this file: minisearch.LICENSE */",
	packages: []string{"minisearch"},
	licences: []licence{{"minisearch", "LICENSE.txt", "minisearch.LICENSE"}},
}}

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("bundle: ", err)
	}
}

func run() error {
	work, err := os.MkdirTemp("", "bundle")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	for _, name := range []string{"package.json", "package-lock.json", "entry.js", "search.js"} {
		if err := copyFile(filepath.Join(tools, name), filepath.Join(work, name)); err != nil {
			return err
		}
	}
	npm := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir, npm.Stdout, npm.Stderr = work, os.Stderr, os.Stderr
	if err := npm.Run(); err != nil {
		return fmt.Errorf("npm ci: %w", err)
	}
	for _, b := range bundles {
		if err := b.write(work); err != nil {
			return fmt.Errorf("%s: %w", b.name, err)
		}
	}
	return nil
}

// write makes the script, its licences and its VERSION.
func (b bundle) write(work string) error {
	code, err := b.code(work)
	if err != nil {
		return err
	}
	if err := os.WriteFile(b.name+".min.js", code, 0o644); err != nil {
		return err
	}
	return b.notices(filepath.Join(work, "node_modules"), code)
}

// code joins and minifies the entry and what it imports into one classic script, which also
// runs from a folder, where browsers refuse modules.
func (b bundle) code(work string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:     work,
		EntryPoints:       []string{b.entry},
		Bundle:            true,
		Format:            api.FormatIIFE,
		GlobalName:        b.global,
		Target:            api.ES2018,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone,
		Define:            map[string]string{"process.env.NODE_ENV": `"production"`},
		Banner:            map[string]string{"js": b.banner},
		Footer:            map[string]string{"js": b.footer},
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("%s", api.FormatMessages(result.Errors, api.FormatMessagesOptions{}))
	}
	return result.OutputFiles[0].Contents, nil
}

// notices copies the licence texts and writes VERSION.
func (b bundle) notices(modules string, code []byte) error {
	version := "Made by \"go generate ./assets\" from internal/bundle/package-lock.json.\n\n"
	for _, c := range b.licences {
		if err := copyFile(filepath.Join(modules, c.pkg, c.from), c.to); err != nil {
			return err
		}
	}
	for _, pkg := range b.packages {
		v, err := versionOf(filepath.Join(modules, pkg, "package.json"))
		if err != nil {
			return err
		}
		version += pkg + " " + v + "\n"
	}
	version += fmt.Sprintf("\n%s.min.js: %d bytes, sha256 %x\n", b.name, len(code), sha256.Sum256(code))
	return os.WriteFile(b.name+".VERSION", []byte(version), 0o644)
}

func versionOf(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	var p struct{ Version, License string }
	if err := json.Unmarshal(data, &p); err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	return p.Version + " (" + p.License + ")", nil
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}
