package generator_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "leadline/"

// floors is the layering rule: a package imports only lower floors, and equals never meet.
// A new package gets its floor in the change that adds it.
var floors = map[string]int{
	"generator/level": 0, "generator/period": 0, "generator/unit": 0, "generator/stat": 0, "generator/diag": 0,
	"generator/config": 1, "generator/event": 1,
	"generator/adapter": 2,
	"generator/fact":    3,
	"generator/metric":  4,
	"generator/finding": 5, "generator/ledger": 5,
	"generator/narrative": 6, "generator/chart": 6, "generator/table": 6,
	"generator/page": 7, "generator/workbook": 7, "generator/download": 7,
	"generator/publish": 8, "generator/sample": 8,
	"generator":       9,
	"generator/bench": 10, "generator/preview": 10,
	"cmd/leadline": 11,

	// Files of the product, embedded; homes says who may open them.
	"templates": 0, "assets": 0, "content": 0,
}

// Tools that are run by hand to make assets are no part of the program.
const tools = "assets/internal/"

// homes gives each import that is not for everyone the packages that may have it. The first
// prefix that fits counts.
var homes = []struct {
	prefix string
	in     []string
	why    string
}{
	{"leadline/templates", []string{"generator"}, "only generator opens what is built in; other rooms get values and an fs.FS"},
	{"leadline/assets", []string{"generator"}, "only generator opens what is built in; other rooms get values and an fs.FS"},
	{"leadline/content", []string{"generator"}, "only generator opens what is built in; other rooms get values and an fs.FS"},

	{"github.com/BurntSushi/toml", []string{"generator/config"}, "TOML has its home in config"},
	{"github.com/pelletier/go-toml", []string{"generator/config"}, "TOML has its home in config"},
	{"github.com/yuin/goldmark", []string{"generator/narrative"}, "Markdown has its home in narrative"},
	{"html/template", []string{"generator/page"}, "templates have their home in page"},
	{"text/template", nil, "text/template does not escape; sentences are made in narrative, pages in page"},
	{"github.com/go-echarts", []string{"generator/chart"}, "charts have their home in chart"},
	{"github.com/xuri/excelize", []string{"generator/workbook"}, "spreadsheets have their home in workbook"},
	{"github.com/parquet-go", []string{"generator/event", "generator/download"}, "Parquet is read in event and written in download"},
	{"gonum.org", []string{"generator/stat"}, "distributions have their home in stat"},
	{"github.com/alecthomas/kong", []string{"cmd/leadline"}, "only cmd reads the command line"},
	{"flag", []string{"cmd/leadline"}, "only cmd reads the command line"},

	{"os/exec", []string{"generator/bench"}, "the program starts no other program, save bench, which measures itself and the oracle in processes of their own"},
	{"os/signal", []string{"cmd/leadline"}, "only cmd meets the operator"},
	{"os", []string{"generator/publish", "generator", "generator/bench", "generator/preview", "cmd/leadline"}, "only publish, generator, bench, preview and cmd touch the file system by name"},
	{"io/ioutil", nil, "os and io have replaced it"},
	{"net/url", []string{"*"}, ""},
	{"net/netip", []string{"generator/publish"}, "publish knows a network address by its form, and refuses it"},
	{"net", []string{"generator/preview", "cmd/leadline"}, "there is no network at build time; only the preview serves, on this machine alone"},
	{"github.com/fsnotify", []string{"generator/preview"}, "only the preview waits for files to change"},
	{"embed", []string{"templates", "assets", "content", "cmd/leadline"}, "files are embedded where they lie"},
	{"unsafe", nil, "no measured need"},
	{"C", nil, "the program is built without cgo"},
}

// calls are reads of the world that only some packages may make.
var calls = map[string][]string{
	"time.Now": {"cmd/leadline"}, "time.Since": {"cmd/leadline"}, "time.Until": {"cmd/leadline"},
	"time.Local": {"cmd/leadline"},
	"os.Getenv":  {"cmd/leadline"}, "os.LookupEnv": {"cmd/leadline"}, "os.Environ": {"cmd/leadline"}, "os.ExpandEnv": {"cmd/leadline"},
	"os.Args": {"cmd/leadline"}, "os.UserHomeDir": {"cmd/leadline"}, "os.Hostname": {}, "os.Exit": {"cmd/leadline"},
	"os.Stdin": {"cmd/leadline"}, "os.Stdout": {"cmd/leadline"}, "os.Stderr": {"cmd/leadline"},
}

// sources holds the parsed files of one package that are compiled into the program, those
// of other systems included.
type sources struct {
	name  string // without the module
	files map[string]*ast.File
	fset  *token.FileSet
}

func TestEveryPackageHasAFloor(t *testing.T) {
	for _, p := range program(t) {
		if _, ok := floors[p.name]; !ok {
			t.Errorf("%s has no floor; say in floors of layers_test.go what it may stand on", p.name)
		}
	}
}

func TestPackagesImportOnlyLowerFloors(t *testing.T) {
	p := program(t)
	eachImport(p, func(from, path, where string) {
		to, ours := strings.CutPrefix(path, module)
		if ours && floors[to] >= floors[from] {
			t.Errorf("%s: %s (floor %d) imports %s (floor %d); it may import only lower floors", where, from, floors[from], to, floors[to])
		}
	})
}

func TestLibrariesStayAtHome(t *testing.T) {
	eachImport(program(t), func(from, path, where string) {
		for _, h := range homes {
			if path != h.prefix && !strings.HasPrefix(path, h.prefix+"/") {
				continue
			}
			if !slices.Contains(h.in, from) && !slices.Contains(h.in, "*") {
				t.Errorf("%s: %s imports %s; %s", where, from, path, h.why)
			}
			return
		}
	})
}

func TestOnlyCmdReadsTheWorld(t *testing.T) {
	for _, p := range program(t) {
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				call := selected(f, sel)
				if in, listed := calls[call]; listed && !slices.Contains(in, p.name) {
					t.Errorf("%s: %s uses %s; the clock, the environment and the operator are met in cmd, which hands on plain values", p.fset.Position(n.Pos()), p.name, call)
				}
				return true
			})
		}
	}
}

// selected names what a selector reaches in a package, whatever the import is called in the
// file: "time.Now"; "" for a field or a method.
func selected(f *ast.File, sel *ast.SelectorExpr) string {
	x, ok := sel.X.(*ast.Ident)
	if !ok {
		return ""
	}
	for _, spec := range f.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		name := path[strings.LastIndexByte(path, '/')+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name == x.Name {
			return path + "." + sel.Sel.Name
		}
	}
	return ""
}

func eachImport(packages []sources, see func(from, path, where string)) {
	for _, p := range packages {
		for _, f := range p.files {
			for _, spec := range f.Imports {
				path, _ := strconv.Unquote(spec.Path.Value)
				see(p.name, path, p.fset.Position(spec.Pos()).String())
			}
		}
	}
}

// program lists and parses the packages of the module.
func program(t *testing.T) []sources {
	t.Helper()
	list := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,GoFiles,CgoFiles,IgnoredGoFiles", "./...")
	list.Dir = ".."
	var errs bytes.Buffer
	list.Stderr = &errs
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &errs)
	}
	var packages []sources
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Dir                   string
			GoFiles, CgoFiles, IgnoredGoFiles []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, module)
		files := slices.Concat(p.GoFiles, p.CgoFiles, p.IgnoredGoFiles)
		files = slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") })
		if len(files) > 0 && !strings.HasPrefix(name, tools) {
			packages = append(packages, parse(t, name, p.Dir, files))
		}
	}
	if len(packages) < 10 {
		t.Fatalf("only %d packages were found", len(packages))
	}
	return packages
}

func parse(t *testing.T, name, dir string, files []string) sources {
	p := sources{name: name, files: map[string]*ast.File{}, fset: token.NewFileSet()}
	for _, file := range files {
		f, err := parser.ParseFile(p.fset, filepath.Join(dir, file), nil, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			t.Error(err)
			continue
		}
		if !generates(f) {
			p.files[file] = f
		}
	}
	return p
}

// generates tells the programs that "go run" starts beside a package: they are never compiled
// into it.
func generates(f *ast.File) bool {
	for _, group := range f.Comments {
		if group.Pos() < f.Package && strings.Contains(group.List[0].Text, "//go:build ignore") {
			return true
		}
	}
	return false
}

// The top level is fixed; a new folder there is a decision about the whole house.
func TestTopLevelIsFixed(t *testing.T) {
	allowed := strings.Fields(".ci .git .github .gitattributes .gitignore LICENSE README.md assets cmd content generator go.mod go.sum sample-data site.toml templates")
	out, err := exec.Command("git", "-C", "..", "ls-files").Output()
	if err != nil {
		t.Skip("not a checkout: ", err)
	}
	for line := range strings.Lines(string(out)) {
		first, _, _ := strings.Cut(strings.TrimSpace(line), "/")
		if _, err := os.Stat(filepath.Join("..", first)); err == nil && !slices.Contains(allowed, first) {
			t.Errorf("%s is not one of %v", first, allowed)
		}
	}
}
