package main
import ("context";"fmt";"os";"time";"runtime";"leadline/generator";"runtime/pprof")
type p struct{ t time.Time }
func (p p) Stage(s string){ fmt.Printf("%6.2fs %s\n", time.Since(p.t).Seconds(), s) }
func (p) Rows(int){}
func main(){
 if f:=os.Getenv("PROF"); f!="" { w,_:=os.Create(f); pprof.StartCPUProfile(w); defer pprof.StopCPUProfile() }
 r,err:=generator.Build(context.Background(), generator.Options{Config:os.Args[1],Out:os.Args[2],Now:time.Now(),Workers:runtime.GOMAXPROCS(0),Progress:p{time.Now()}})
 if err!=nil { s:=err.Error(); if len(s)>6000 {s=s[:6000]}; fmt.Println(s) }
 if r!=nil { fmt.Println(r.Pages,r.Teams,r.Services,r.Rows,r.Rejected,r.RejectsFile) }
}
