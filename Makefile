# Everything a person or a pipeline does with this project. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# Tools that `make setup` installed come before those of the machine.
export PATH := $(CURDIR)/.tools/node/bin:$(CURDIR)/.tools/terraform:$(CURDIR)/.tools/aws/bin:$(PATH)

# go.mod names a version of Go, for what is mended in its standard library; a Go
# that is older fetches it.
export GOTOOLCHAIN ?= auto
# Go would ask Git what it builds, which refuses a checkout of somebody else's,
# as a container has it. Without the project's own path in what is compiled, its copies
# in the tests are compiled already; what only debuggers read is left out.
export GOFLAGS := $(strip $(shell go env GOFLAGS 2>/dev/null) -buildvcs=false -trimpath -ldflags=-w)

# Where the tests take the providers of other services from: `registry` has
# them init, validate and plan with the real ones.
export PROVIDERS ?= stand-in
# The product, what works on it, and its tests are modules of their own, so that
# what the last two need is none of the first one's.
MODULES = . tools __tests__
# Which part of PARTS a long target is at, and what it is.
, := ,
part = $(if $(PARTS),@$(eval BEGUN += part)echo "part $(words $(BEGUN)) of $(PARTS): $(1)" >&2)
# What is built from modules that tools requires.
TOOLS = $(addprefix .tools/bin/,staticcheck opa gitleaks govulncheck)
# How go test is run where it takes long, from one of the modules: without vetting,
# which lint does, and as if from no make, since some tests call one.
go-test = MAKEFLAGS= go test -vet=off -json $(1) | $(CURDIR)/.tools/bin/progress
in-every-module = for module in $(MODULES); do (set -x; cd $$module; $(1)); done
# Where steps of a pipeline leave what later ones need.
export FOLDER ?= plans

# What people type, and names of branches, reach the program through the
# environment, where the shell takes them for what they are.
PLATFORM = .tools/bin/platform
STACK = --stack "$${ENV:-}"
AT = --target "$${TARGET:-aws}" --role "$${ROLE:-}"
APPROVE = $(if $(AUTO_APPROVE),--auto-approve)
IN = $(STACK) $(AT) --folder "$$FOLDER"

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^##@ / { printf "\n%s\n", substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  ENV=account|dev|staging|production  TARGET=aws|emulator  ROLE=pdm-dev-deploy  STACKS=\"dev staging\"  AUTO_APPROVE=1"
	@echo "  make test PROVIDERS=registry  validates and plans with the real Supabase, Vercel, null and random"

# Built rather than `go run`, which adds a line of its own to every error. Go
# knows what changed, so it is always asked. What comes before the first synth is
# a program of its own, because platform takes minutes where nothing is compiled.
.PHONY: $(PLATFORM) .tools/bin/setup .tools/bin/synth
$(PLATFORM) .tools/bin/setup: PACKAGE = ./internal/cmd/$(@F)
.tools/bin/synth: PACKAGE = .
$(PLATFORM) .tools/bin/setup .tools/bin/synth: go
	@[ -e $@ ] || echo "compiling $@, which takes a while the first time" >&2
	@go build -o $@ $(PACKAGE)
.PHONY: .tools/bin/progress
.tools/bin/progress: go
	@cd tools && go build -o ../$@ ./progress
.PHONY: go
go:
	@command -v go >/dev/null || { echo "error: there is no go on PATH, which everything needs: https://go.dev/doc/install"; exit 1; }

##@ Write

# Asks what ARGS do not say: ARGS="--domain acme.io --email ops@acme.io --keep".
.PHONY: init
init: node $(PLATFORM) ## Make the project your own: answer what a team decides, and have it written
	@$(PLATFORM) init $(ARGS)

.PHONY: setup
setup: .tools/bin/setup ## Find or install Node, Terraform, the AWS CLI and the emulator (below .tools, without root), and find curl
	@.tools/bin/setup

.PHONY: doctor
doctor: .tools/bin/setup ## Say what is found of what each target needs, and what to do about the rest
	@.tools/bin/setup doctor

# A tool alone, for what needs no other.
.PHONY: node terraform
node terraform: .tools/bin/setup
	@.tools/bin/setup $@

.PHONY: synth
synth: node .tools/bin/synth ## Write Terraform JSON for every stack, or for STACKS, to cdktf.out or CDKTF_OUTDIR
	@.tools/bin/synth $${STACKS:-}

.PHONY: snapshots
snapshots: ## Update the snapshots of the stacks; read the diff before you commit it
	cd __tests__ && UPDATE_SNAPS=true go test -count=1 ./stacks -run TestSnapshots
	git diff --stat -- __tests__

.PHONY: docs
docs: synth ## Write the runbooks, pictures and tables in docs, and the environments and branches in the workflows
	cd tools && go run ./docs/write

.PHONY: dependencies sbom
dependencies: ## Write the list of dependencies and their licences in docs
	cd tools && go run ./supplychain/write
sbom: ## Write what the program is made of to FOLDER, as CycloneDX
	@cd tools && go run ./supplychain/write -sbom '$(abspath $(FOLDER))/sbom.cdx.json'

# cdktf's own generator, which comes with its CLI.
.PHONY: gen
gen: cdktf-cli node ## Generate the bindings in .gen from internal/synth/bindings/schemas
	NODE_PATH=.tools/cdktf/node_modules node internal/synth/bindings/generate.js .gen

# Neither is needed to synthesize: tests prove that the cdktf CLI works on the
# project, and that it moves to CDK Terrain.
.PHONY: cdktf-cli
cdktf-cli: .tools/cdktf/installed
.tools/%/installed: __tests__/%/package.json __tests__/%/package-lock.json
	@mkdir -p $(@D)
	cp $^ $(@D)/
	npm ci --prefix $(@D) --ignore-scripts --no-fund --no-audit
	@touch $@

.PHONY: lock
lock: synth terraform $(PLATFORM) ## Lock the providers to the newest that the stacks allow, for Linux and macOS
	@$(PLATFORM) lock

.PHONY: prices
prices: $(PLATFORM) ## Ask AWS's Price List API, with any account's credentials, for the prices that make cost counts with
	@$(PLATFORM) prices

.PHONY: clean
clean: ## Remove what synth and the emulator wrote; installed tools stay
	@out="$${CDKTF_OUTDIR:-cdktf.out}"; \
	[ ! -s "$$out/stacks/bootstrap/bootstrap.tfstate" ] || \
	  { echo "error: an interrupted bootstrap keeps its only state in $$out; finish it with make bootstrap"; exit 1; }; \
	rm -rf "$$out/stacks" "$$out/manifest.json" "$$out/.lock"
	rm -rf cdktf.out .emulator plans

##@ Check

# All that needs neither a network, nor Terraform, nor the emulator.
.PHONY: check check-values
check: PARTS = 5
check: node lint check-values ## Say within a minute whether a change is sound
	$(call part,the product's own tests)
	$(call go-test,$$(go list ./... | grep -vE '/internal/(emulator|preflight)$$'))
	$(call part,the tools$(,) and what imports what)
	cd tools && $(call go-test,./bench ./progress)
	cd __tests__ && $(call go-test,-count=1 ./imports ./initialize)
# What other values could break: a project that is made somebody's own is held to it.
check check-values: export CDKTF_OUTDIR =
check-values: .tools/bin/progress
	$(call part,what works with the values)
	$(call go-test,./internal/pipeline ./internal/quota ./internal/terraform)
	$(call part,stacks$(,) documents$(,) policies)
	cd __tests__ && $(call go-test,-count=1 -skip '^($(NEEDING_TOOLS))$$' ./envs ./stacks ./docs ./permissions ./workflows ./policies)
NEEDING_TOOLS = TestAWSTakesTheCommands|TestEveryRuleCatchesItsMutation|TestFaultsOfThePlanAreCaught|TestExceptionsEnd|TestConftest.*|TestOPA.*

# Environments wait for AWS's timers, on the emulator as well: the rest fills the time,
# and gives way to them. What all of them need is compiled before, by lint, or each
# would do it. Terraform's collector of garbage gets less to do than it asks for.
.PHONY: test
test: export GOGC = 400
# Tests have outputs of their own.
test test-faults mutations: export CDKTF_OUTDIR =
test: PARTS = 2
test: setup cdktf-cli $(TOOLS) .tools/bin/progress lint ## Check and prove everything, with real Terraform on the emulator
	$(call part,whole environments$(,) and the rest beside them)
	@$(MAKE) --no-print-directory -j3 test-environments $(REST:%=beside-%)

# -count=1, because Go's test cache does not see files outside the tests' own
# module: a changed stack would be green by an old result.
.PHONY: test-environments
ENVIRONMENTS = terraform faults standby
test-environments:
	@cd __tests__ && $(call go-test,-count=1 -parallel 4 -timeout 3h $(ENVIRONMENTS:%=./%))

REST = test-project test-stacks
.PHONY: $(REST) $(REST:%=beside-%)
$(REST:%=beside-%): beside-%:
	@nice -n 10 $(MAKE) --no-print-directory $*
test-project: supply-chain
	$(call go-test,./...)
	cd tools && $(call go-test,./...)
test-stacks: .tools/terrain/installed
	cd __tests__ && $(call go-test,-count=1 -parallel 4 -timeout 3h ./generated ./values $$(go list ./... | grep -vE '/($(subst $() ,|,$(ENVIRONMENTS)))$$'))

.PHONY: test-faults
test-faults: setup ## Break what the project stands on, and see that nothing is lost
	go test -count=1 -v -run '^(TestTerraformPathNamesTheWayOut|TestInstallNodeRefusesATruncatedArchive)$$' ./internal/toolchain
	go test -count=1 -v -run '^(TestEndsWithAParentThatIsKilled|TestPortIsTakenAsGivenAndRefusedWhenInUse)$$' ./internal/emulator
	go test -count=1 -v -run '^(TestDrillStopsWhatItStarted)$$' ./internal/standby
	cd __tests__ && go test -count=1 -v -run '^(TestTwoRunsAtOnce|TestInterruptedRunLeavesNothing|TestNodeIsMissingTooOldOrBroken)$$' ./command
	cd __tests__ && go test -count=1 -v -timeout 60m ./faults
	cd __tests__ && REHEARSAL=whole go test -count=1 -v -timeout 60m -run '^(TestLostRegion)$$' ./standby
	cd __tests__ && go test -count=1 -v -timeout 60m \
	  -run '^(TestBootstrapMovesItsStateIntoTheBucket|TestMissingStateBucketIsExplained|TestEmptiedStateBucket|TestEnvironments)$$/^all$$/^staging$$' ./terraform

.PHONY: lint
# What staticcheck finds out about libraries, the first time, fills gigabytes.
lint: export GOGC = 100
lint: .tools/bin/staticcheck ## gofmt, go vet, staticcheck, go mod tidy
	$(call part,format and lint)
	@unformatted=$$(git ls-files -co --exclude-standard '*.go' | grep -v '^\.gen/' | \
	  while read -r file; do [ ! -e "$$file" ] || echo "$$file"; done | xargs gofmt -l); \
	  [ -z "$$unformatted" ] || { echo "gofmt would change: $$unformatted"; exit 1; }
	@$(call in-every-module,go vet ./...; $(CURDIR)/.tools/bin/staticcheck ./...; go mod tidy -diff)

.tools/bin/staticcheck: TOOL = honnef.co/go/tools/cmd/staticcheck
.tools/bin/opa: TOOL = github.com/open-policy-agent/opa
.tools/bin/gitleaks: TOOL = github.com/zricethezav/gitleaks/v8
.tools/bin/govulncheck: TOOL = golang.org/x/vuln/cmd/govulncheck
$(TOOLS): tools/go.mod
	@mkdir -p $(@D)
	cd tools && go build -o ../$@ $(TOOL)

# Which known vulnerabilities there are: those of a day, so that tests find
# tomorrow what they found today; `live` asks for today's, as a pipeline does
# every night.
VULNDB ?= golang.org/x/vulndb@v0.0.0-20261105234957-e22db6528018

.PHONY: supply-chain secrets vulnerabilities
supply-chain: secrets vulnerabilities ## Look for secrets, vulnerabilities, and modules that were tampered with
	go mod verify
	cd __tests__ && go mod verify
secrets: .tools/bin/gitleaks ## Look for secrets in the history and in what is not committed yet
	$(call part,secrets and vulnerabilities)
	@git rev-parse --git-dir >/dev/null # gitleaks only warns where Git refuses
	.tools/bin/gitleaks git --redact --verbose --no-banner --no-color
	.tools/bin/gitleaks git --redact --verbose --no-banner --no-color --pre-commit
# The product is looked through as it is linked, which takes a second instead of a
# minute; what only works on it, as source.
PROGRAMS = $(PLATFORM) .tools/bin/setup .tools/bin/synth
vulnerabilities: .tools/bin/govulncheck $(PROGRAMS) ## Look for known vulnerabilities that the code calls; VULNDB=live for those of today
	@case '$(VULNDB)' in \
	  live) ;; \
	  *://*) set -- -db '$(VULNDB)' ;; \
	  *) set -- -db "file://$$(go mod download -json '$(VULNDB)' | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')/data/osv" ;; \
	esac; \
	for program in $(PROGRAMS); do (set -x; .tools/bin/govulncheck "$$@" -mode=binary $$program); done; \
	for module in tools __tests__; do (cd $$module; set -x; $(CURDIR)/.tools/bin/govulncheck "$$@" ./...); done

.PHONY: policy
policy: synth $(PLATFORM) ## Hold ENV, or a plan as JSON in the file PLAN, to the rules in policies
	@$(PLATFORM) policy $(STACK) --plan "$${PLAN:-}"

.PHONY: cost
cost: synth $(PLATFORM) ## Say what a month of ENV, or of every stack and account, costs at least and at most, beside the budget; PLAN is a plan as JSON
	@$(PLATFORM) cost $(STACK) --plan "$${PLAN:-}"

# Of plans of a first apply, which need no account and no emulator.
.PHONY: scan validate
scan: synth stand-ins terraform $(PLATFORM) ## Have checkov read the plan of ENV, or of every stack
	@$(PLATFORM) scan $(STACK)
validate: synth stand-ins terraform $(PLATFORM) ## Validate ENV, or every stack, and plan its first apply; TERRAFORM_BINARY_NAME=tofu does it with OpenTofu
	@$(PLATFORM) validate $(STACK)

.PHONY: fuzz
FUZZTIME ?= 1m
fuzz: ## Look, for FUZZTIME, for an environment that validation lets through and must not
	cd __tests__ && go test -run '^$$' -fuzz '^FuzzValidation$$' -fuzztime $(FUZZTIME) ./envs

.PHONY: regions
regions: setup ## Plan an environment in every region that validation takes, with the real provider
	cd __tests__ && REGIONS=all go test -count=1 -v -timeout 60m -run '^TestRegionsArePlanned$$' ./generated

.PHONY: accounts
accounts: setup ## Apply a whole environment in each of two accounts, by the role that deploys it
	cd __tests__ && ACCOUNTS=whole go test -count=1 -v -timeout 60m -run '^TestTwoAccounts$$' ./terraform

.PHONY: values
VALUES ?= 5
values: export VALUES := $(VALUES)
values: setup ## Take VALUES sets of values that nobody wrote, from SEED on, through the tests in copies of the project
	cd __tests__ && go test -count=1 -v -timeout 2h -run '^TestAnybodysValuesAreGreen$$' ./values

.PHONY: mutations
mutations: setup ## Break a stack in the way of each policy and of each fault, and count what is caught
	cd __tests__ && go test -count=1 -v -run '^(TestEveryRuleCatchesItsMutation|TestFaultsOfThePlanAreCaught)$$' ./policies

.PHONY: bench bench-first
bench: node ## Measure synth against itself without its levers and against TypeScript
	cd tools && go run ./bench
bench-first: ## Measure the first synth on a machine that has nothing of the project: downloads and time
	cd tools && go run ./bench/first

##@ Try

# The emulator is AWS alone; of other services, the providers are replaced.
.PHONY: stand-ins
stand-ins:
	cd tools && go build -trimpath -o ../.tools/bin/stand-ins ./standin/program
	@.tools/bin/stand-ins .tools/stand-ins

.PHONY: emulator
emulator: synth stand-ins $(PLATFORM) ## Run a stand-in for AWS in the foreground, for TARGET=emulator
	@.tools/bin/setup terraform emulator
	@$(PLATFORM) emulator

##@ Deploy

.PHONY: preflight
preflight: synth $(PLATFORM) ## Ask the account, reading only, what would stop the first apply of ENV
	@$(PLATFORM) preflight $(STACK) --target "$${TARGET:-aws}"

.PHONY: bootstrap
bootstrap: synth $(PLATFORM) ## Create the bucket and table that hold Terraform's state; of several accounts, that of ENV=bootstrap-NAME
	@$(PLATFORM) bootstrap $(STACK) $(AT) $(APPROVE)

# Of what is worked on, and no more, is synthesized.
bootstrap preflight plan apply destroy adopt review save-plan apply-plan drift migrate-state open-state policy cost: export STACKS = $(ENV)

.PHONY: plan apply destroy
plan: synth $(PLATFORM) ## Show what an apply of ENV would change
	@$(PLATFORM) plan $(STACK) $(AT)
apply: synth $(PLATFORM) ## Plan ENV, ask, and apply exactly that plan
	@$(PLATFORM) apply $(STACK) $(AT) $(APPROVE)
destroy: synth $(PLATFORM) ## Show what would be destroyed of ENV, ask, and destroy it
	@$(PLATFORM) destroy $(STACK) $(AT) $(APPROVE)

# The steps of the pipelines in .github/workflows. Each works by hand as well.
.PHONY: environments protection promote
environments: $(PLATFORM) ## Print what a pipeline delivers, as the JSON of its jobs: of BRANCH, or ENV
	@$(PLATFORM) environments $(STACK) --branch "$${BRANCH:-}" --commit "$${COMMIT:-}" --state "$${STATE:-}" --from "$${FROM:-}" --image "$${IMAGE:-}"
protection: $(PLATFORM) ## Refuse JOBS whose GitHub environments are missing, or ask nobody before production is applied
	@$(PLATFORM) protection --jobs "$${JOBS:-}"
promote: $(PLATFORM) ## Copy an image that FROM ran to TO, by its digest: IMAGE=service=tag
	@$(PLATFORM) promote --from "$${FROM:-}" --from-profile "$${FROM_PROFILE:-}" --to "$${TO:-}" --image "$${IMAGE:-}" --folder "$$FOLDER"

.PHONY: review save-plan apply-plan
review: synth terraform $(PLATFORM) ## Plan ENV for people to read, without refresh; BASE is a commit to compare with
	@$(PLATFORM) review $(IN) --base "$${BASE:-}"
save-plan: synth terraform $(PLATFORM) ## Plan ENV and its standby into FOLDER, sealed; IMAGE=service=tag deploys that image, STANDBY=skip leaves the standby out
	@$(PLATFORM) save-plan $(IN) --image "$${IMAGE:-}" --standby "$${STANDBY:-}"
apply-plan: synth terraform $(PLATFORM) ## Apply exactly the plan of ENV in FOLDER, its standby's first
	@$(PLATFORM) apply-plan $(IN) --standby "$${STANDBY:-}"

.PHONY: rollout smoke record comment
rollout: $(PLATFORM) ## Follow the deployments of ENV on Amazon ECS until they are steady or rolled back, for LIMIT at most
	@$(PLATFORM) rollout $(IN) --limit "$${LIMIT:-30m}"
smoke: $(PLATFORM) ## Ask the public services of ENV, as the plan in FOLDER left them, for their health
	@$(PLATFORM) smoke $(IN) --url "$${URL:-}"
record: $(PLATFORM) ## Say how long the delivery of ENV in FOLDER took, and publish it as metrics
	@$(PLATFORM) record $(IN)
comment: $(PLATFORM) ## Write what FOLDER has about ENV into a pull request
	@$(PLATFORM) comment $(IN) --pull-request "$${PULL_REQUEST:-0}"

##@ Operate

# What is synthesized is all: whoever types this has other things to think of.
.PHONY: standby-check failover failback drill
standby-check: terraform $(PLATFORM) ## Ask, reading only, whether the standby of ENV could answer now; PUBLISH=1 has CloudWatch count what is in the way
	@$(PLATFORM) standby-check $(STACK) $(AT) $(if $(PUBLISH),--publish)
failover: synth terraform $(PLATFORM) ## Have ENV answer from its second region, once you consent
	@$(PLATFORM) failover $(STACK) $(AT) $(APPROVE)
failback: synth terraform $(PLATFORM) ## Have ENV answer from its own region again, once you consent
	@$(PLATFORM) failback $(STACK) $(AT) $(APPROVE)
drill: synth terraform $(PLATFORM) ## Rehearse a failover of ENV beside it, measure it, and leave a report in FOLDER; REMOVE=yes or no says whether the standby goes
	@$(PLATFORM) drill $(IN) $(APPROVE) --remove "$${REMOVE:-}"

.PHONY: adopt
adopt: synth $(PLATFORM) ## Take what a killed apply of ENV made into its state, ask, and apply the rest
	@$(PLATFORM) adopt $(STACK) $(AT) $(APPROVE)

.PHONY: drift drift-issue
drift: synth terraform $(PLATFORM) ## Write what of ENV differs from its code to FOLDER
	@$(PLATFORM) drift $(IN)
drift-issue: $(PLATFORM) ## Open, update or close the issue about the drift of ENV
	@$(PLATFORM) drift-issue $(IN)

.PHONY: migrate-state open-state
migrate-state: synth terraform $(PLATFORM) ## Move the state of ENV from where the commit FROM keeps it
	@$(PLATFORM) migrate-state $(IN) --from "$${FROM:-HEAD}" $(if $(OVERWRITE),--overwrite)
open-state: synth terraform $(PLATFORM) ## Open the state that a failed apply left in FOLDER, into the file TO
	@$(PLATFORM) open-state $(IN) --to "$${TO:-}"
