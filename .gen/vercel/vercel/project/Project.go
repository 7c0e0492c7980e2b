package project

import (
	_jsii_ "github.com/aws/jsii-runtime-go/runtime"
	_init_ "github.com/example/predictive-maintenance/.gen/vercel/vercel/jsii"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/example/predictive-maintenance/.gen/vercel/vercel/project/internal"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// Represents a {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project vercel_project}.
type Project interface {
	cdktf.TerraformResource
	BuildCommand() *string
	SetBuildCommand(val *string)
	BuildCommandInput() *string
	// Experimental.
	CdktfStack() cdktf.TerraformStack
	// Experimental.
	Connection() interface{}
	// Experimental.
	SetConnection(val interface{})
	// Experimental.
	ConstructNodeMetadata() *map[string]interface{}
	// Experimental.
	Count() interface{}
	// Experimental.
	SetCount(val interface{})
	// Experimental.
	DependsOn() *[]*string
	// Experimental.
	SetDependsOn(val *[]*string)
	DevCommand() *string
	SetDevCommand(val *string)
	DevCommandInput() *string
	Environment() ProjectEnvironmentList
	EnvironmentInput() interface{}
	// Experimental.
	ForEach() cdktf.ITerraformIterator
	// Experimental.
	SetForEach(val cdktf.ITerraformIterator)
	// Experimental.
	Fqn() *string
	Framework() *string
	SetFramework(val *string)
	FrameworkInput() *string
	// Experimental.
	FriendlyUniqueId() *string
	GitRepository() ProjectGitRepositoryOutputReference
	GitRepositoryInput() interface{}
	Id() *string
	IgnoreCommand() *string
	SetIgnoreCommand(val *string)
	IgnoreCommandInput() *string
	InstallCommand() *string
	SetInstallCommand(val *string)
	InstallCommandInput() *string
	// Experimental.
	Lifecycle() *cdktf.TerraformResourceLifecycle
	// Experimental.
	SetLifecycle(val *cdktf.TerraformResourceLifecycle)
	Name() *string
	SetName(val *string)
	NameInput() *string
	// The tree node.
	Node() constructs.Node
	OutputDirectory() *string
	SetOutputDirectory(val *string)
	OutputDirectoryInput() *string
	PasswordProtection() ProjectPasswordProtectionOutputReference
	PasswordProtectionInput() interface{}
	ProtectionBypassForAutomation() interface{}
	SetProtectionBypassForAutomation(val interface{})
	ProtectionBypassForAutomationInput() interface{}
	ProtectionBypassForAutomationSecret() *string
	// Experimental.
	Provider() cdktf.TerraformProvider
	// Experimental.
	SetProvider(val cdktf.TerraformProvider)
	// Experimental.
	Provisioners() *[]interface{}
	// Experimental.
	SetProvisioners(val *[]interface{})
	PublicSource() interface{}
	SetPublicSource(val interface{})
	PublicSourceInput() interface{}
	// Experimental.
	RawOverrides() interface{}
	RootDirectory() *string
	SetRootDirectory(val *string)
	RootDirectoryInput() *string
	ServerlessFunctionRegion() *string
	SetServerlessFunctionRegion(val *string)
	ServerlessFunctionRegionInput() *string
	TeamId() *string
	SetTeamId(val *string)
	TeamIdInput() *string
	// Experimental.
	TerraformGeneratorMetadata() *cdktf.TerraformProviderGeneratorMetadata
	// Experimental.
	TerraformMetaArguments() *map[string]interface{}
	// Experimental.
	TerraformResourceType() *string
	VercelAuthentication() ProjectVercelAuthenticationOutputReference
	VercelAuthenticationInput() interface{}
	// Adds a user defined moveTarget string to this resource to be later used in .moveTo(moveTarget) to resolve the location of the move.
	// Experimental.
	AddMoveTarget(moveTarget *string)
	// Experimental.
	AddOverride(path *string, value interface{})
	// Experimental.
	GetAnyMapAttribute(terraformAttribute *string) *map[string]interface{}
	// Experimental.
	GetBooleanAttribute(terraformAttribute *string) cdktf.IResolvable
	// Experimental.
	GetBooleanMapAttribute(terraformAttribute *string) *map[string]*bool
	// Experimental.
	GetListAttribute(terraformAttribute *string) *[]*string
	// Experimental.
	GetNumberAttribute(terraformAttribute *string) *float64
	// Experimental.
	GetNumberListAttribute(terraformAttribute *string) *[]*float64
	// Experimental.
	GetNumberMapAttribute(terraformAttribute *string) *map[string]*float64
	// Experimental.
	GetStringAttribute(terraformAttribute *string) *string
	// Experimental.
	GetStringMapAttribute(terraformAttribute *string) *map[string]*string
	// Experimental.
	HasResourceMove() interface{}
	// Experimental.
	ImportFrom(id *string, provider cdktf.TerraformProvider)
	// Experimental.
	InterpolationForAttribute(terraformAttribute *string) cdktf.IResolvable
	// Move the resource corresponding to "id" to this resource.
	//
	// Note that the resource being moved from must be marked as moved using it's instance function.
	// Experimental.
	MoveFromId(id *string)
	// Moves this resource to the target resource given by moveTarget.
	// Experimental.
	MoveTo(moveTarget *string, index interface{})
	// Moves this resource to the resource corresponding to "id".
	// Experimental.
	MoveToId(id *string)
	// Overrides the auto-generated logical ID with a specific ID.
	// Experimental.
	OverrideLogicalId(newLogicalId *string)
	PutEnvironment(value interface{})
	PutGitRepository(value *ProjectGitRepository)
	PutPasswordProtection(value *ProjectPasswordProtection)
	PutVercelAuthentication(value *ProjectVercelAuthentication)
	ResetBuildCommand()
	ResetDevCommand()
	ResetEnvironment()
	ResetFramework()
	ResetGitRepository()
	ResetIgnoreCommand()
	ResetInstallCommand()
	ResetOutputDirectory()
	// Resets a previously passed logical Id to use the auto-generated logical id again.
	// Experimental.
	ResetOverrideLogicalId()
	ResetPasswordProtection()
	ResetProtectionBypassForAutomation()
	ResetPublicSource()
	ResetRootDirectory()
	ResetServerlessFunctionRegion()
	ResetTeamId()
	ResetVercelAuthentication()
	SynthesizeAttributes() *map[string]interface{}
	SynthesizeHclAttributes() *map[string]interface{}
	// Experimental.
	ToHclTerraform() interface{}
	// Experimental.
	ToMetadata() interface{}
	// Returns a string representation of this construct.
	ToString() *string
	// Adds this resource to the terraform JSON output.
	// Experimental.
	ToTerraform() interface{}
}

// The jsii proxy struct for Project
type jsiiProxy_Project struct {
	internal.Type__cdktfTerraformResource
}

func (j *jsiiProxy_Project) BuildCommand() *string {
	var returns *string
	_jsii_.Get(
		j,
		"buildCommand",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) BuildCommandInput() *string {
	var returns *string
	_jsii_.Get(
		j,
		"buildCommandInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) CdktfStack() cdktf.TerraformStack {
	var returns cdktf.TerraformStack
	_jsii_.Get(
		j,
		"cdktfStack",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) Connection() interface{} {
	var returns interface{}
	_jsii_.Get(
		j,
		"connection",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) ConstructNodeMetadata() *map[string]interface{} {
	var returns *map[string]interface{}
	_jsii_.Get(
		j,
		"constructNodeMetadata",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) Count() interface{} {
	var returns interface{}
	_jsii_.Get(
		j,
		"count",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) DependsOn() *[]*string {
	var returns *[]*string
	_jsii_.Get(
		j,
		"dependsOn",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) DevCommand() *string {
	var returns *string
	_jsii_.Get(
		j,
		"devCommand",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) DevCommandInput() *string {
	var returns *string
	_jsii_.Get(
		j,
		"devCommandInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) Environment() ProjectEnvironmentList {
	var returns ProjectEnvironmentList
	_jsii_.Get(
		j,
		"environment",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) EnvironmentInput() interface{} {
	var returns interface{}
	_jsii_.Get(
		j,
		"environmentInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) ForEach() cdktf.ITerraformIterator {
	var returns cdktf.ITerraformIterator
	_jsii_.Get(
		j,
		"forEach",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) Fqn() *string {
	var returns *string
	_jsii_.Get(
		j,
		"fqn",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) Framework() *string {
	var returns *string
	_jsii_.Get(
		j,
		"framework",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) FrameworkInput() *string {
	var returns *string
	_jsii_.Get(
		j,
		"frameworkInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) FriendlyUniqueId() *string {
	var returns *string
	_jsii_.Get(
		j,
		"friendlyUniqueId",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) GitRepository() ProjectGitRepositoryOutputReference {
	var returns ProjectGitRepositoryOutputReference
	_jsii_.Get(
		j,
		"gitRepository",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) GitRepositoryInput() interface{} {
	var returns interface{}
	_jsii_.Get(
		j,
		"gitRepositoryInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) Id() *string {
	var returns *string
	_jsii_.Get(
		j,
		"id",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) IgnoreCommand() *string {
	var returns *string
	_jsii_.Get(
		j,
		"ignoreCommand",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) IgnoreCommandInput() *string {
	var returns *string
	_jsii_.Get(
		j,
		"ignoreCommandInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) InstallCommand() *string {
	var returns *string
	_jsii_.Get(
		j,
		"installCommand",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) InstallCommandInput() *string {
	var returns *string
	_jsii_.Get(
		j,
		"installCommandInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) Lifecycle() *cdktf.TerraformResourceLifecycle {
	var returns *cdktf.TerraformResourceLifecycle
	_jsii_.Get(
		j,
		"lifecycle",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) Name() *string {
	var returns *string
	_jsii_.Get(
		j,
		"name",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) NameInput() *string {
	var returns *string
	_jsii_.Get(
		j,
		"nameInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) Node() constructs.Node {
	var returns constructs.Node
	_jsii_.Get(
		j,
		"node",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) OutputDirectory() *string {
	var returns *string
	_jsii_.Get(
		j,
		"outputDirectory",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) OutputDirectoryInput() *string {
	var returns *string
	_jsii_.Get(
		j,
		"outputDirectoryInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) PasswordProtection() ProjectPasswordProtectionOutputReference {
	var returns ProjectPasswordProtectionOutputReference
	_jsii_.Get(
		j,
		"passwordProtection",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) PasswordProtectionInput() interface{} {
	var returns interface{}
	_jsii_.Get(
		j,
		"passwordProtectionInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) ProtectionBypassForAutomation() interface{} {
	var returns interface{}
	_jsii_.Get(
		j,
		"protectionBypassForAutomation",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) ProtectionBypassForAutomationInput() interface{} {
	var returns interface{}
	_jsii_.Get(
		j,
		"protectionBypassForAutomationInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) ProtectionBypassForAutomationSecret() *string {
	var returns *string
	_jsii_.Get(
		j,
		"protectionBypassForAutomationSecret",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) Provider() cdktf.TerraformProvider {
	var returns cdktf.TerraformProvider
	_jsii_.Get(
		j,
		"provider",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) Provisioners() *[]interface{} {
	var returns *[]interface{}
	_jsii_.Get(
		j,
		"provisioners",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) PublicSource() interface{} {
	var returns interface{}
	_jsii_.Get(
		j,
		"publicSource",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) PublicSourceInput() interface{} {
	var returns interface{}
	_jsii_.Get(
		j,
		"publicSourceInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) RawOverrides() interface{} {
	var returns interface{}
	_jsii_.Get(
		j,
		"rawOverrides",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) RootDirectory() *string {
	var returns *string
	_jsii_.Get(
		j,
		"rootDirectory",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) RootDirectoryInput() *string {
	var returns *string
	_jsii_.Get(
		j,
		"rootDirectoryInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) ServerlessFunctionRegion() *string {
	var returns *string
	_jsii_.Get(
		j,
		"serverlessFunctionRegion",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) ServerlessFunctionRegionInput() *string {
	var returns *string
	_jsii_.Get(
		j,
		"serverlessFunctionRegionInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) TeamId() *string {
	var returns *string
	_jsii_.Get(
		j,
		"teamId",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) TeamIdInput() *string {
	var returns *string
	_jsii_.Get(
		j,
		"teamIdInput",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) TerraformGeneratorMetadata() *cdktf.TerraformProviderGeneratorMetadata {
	var returns *cdktf.TerraformProviderGeneratorMetadata
	_jsii_.Get(
		j,
		"terraformGeneratorMetadata",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) TerraformMetaArguments() *map[string]interface{} {
	var returns *map[string]interface{}
	_jsii_.Get(
		j,
		"terraformMetaArguments",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) TerraformResourceType() *string {
	var returns *string
	_jsii_.Get(
		j,
		"terraformResourceType",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) VercelAuthentication() ProjectVercelAuthenticationOutputReference {
	var returns ProjectVercelAuthenticationOutputReference
	_jsii_.Get(
		j,
		"vercelAuthentication",
		&returns,
	)
	return returns
}

func (j *jsiiProxy_Project) VercelAuthenticationInput() interface{} {
	var returns interface{}
	_jsii_.Get(
		j,
		"vercelAuthenticationInput",
		&returns,
	)
	return returns
}


// Create a new {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project vercel_project} Resource.
func NewProject(scope constructs.Construct, id *string, config *ProjectConfig) Project {
	_init_.Initialize()

	if err := validateNewProjectParameters(scope, id, config); err != nil {
		panic(err)
	}
	j := jsiiProxy_Project{}

	_jsii_.Create(
		"vercel.project.Project",
		[]interface{}{scope, id, config},
		&j,
	)

	return &j
}

// Create a new {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project vercel_project} Resource.
func NewProject_Override(p Project, scope constructs.Construct, id *string, config *ProjectConfig) {
	_init_.Initialize()

	_jsii_.Create(
		"vercel.project.Project",
		[]interface{}{scope, id, config},
		p,
	)
}

func (j *jsiiProxy_Project)SetBuildCommand(val *string) {
	if err := j.validateSetBuildCommandParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"buildCommand",
		val,
	)
}

func (j *jsiiProxy_Project)SetConnection(val interface{}) {
	if err := j.validateSetConnectionParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"connection",
		val,
	)
}

func (j *jsiiProxy_Project)SetCount(val interface{}) {
	if err := j.validateSetCountParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"count",
		val,
	)
}

func (j *jsiiProxy_Project)SetDependsOn(val *[]*string) {
	_jsii_.Set(
		j,
		"dependsOn",
		val,
	)
}

func (j *jsiiProxy_Project)SetDevCommand(val *string) {
	if err := j.validateSetDevCommandParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"devCommand",
		val,
	)
}

func (j *jsiiProxy_Project)SetForEach(val cdktf.ITerraformIterator) {
	_jsii_.Set(
		j,
		"forEach",
		val,
	)
}

func (j *jsiiProxy_Project)SetFramework(val *string) {
	if err := j.validateSetFrameworkParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"framework",
		val,
	)
}

func (j *jsiiProxy_Project)SetIgnoreCommand(val *string) {
	if err := j.validateSetIgnoreCommandParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"ignoreCommand",
		val,
	)
}

func (j *jsiiProxy_Project)SetInstallCommand(val *string) {
	if err := j.validateSetInstallCommandParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"installCommand",
		val,
	)
}

func (j *jsiiProxy_Project)SetLifecycle(val *cdktf.TerraformResourceLifecycle) {
	if err := j.validateSetLifecycleParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"lifecycle",
		val,
	)
}

func (j *jsiiProxy_Project)SetName(val *string) {
	if err := j.validateSetNameParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"name",
		val,
	)
}

func (j *jsiiProxy_Project)SetOutputDirectory(val *string) {
	if err := j.validateSetOutputDirectoryParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"outputDirectory",
		val,
	)
}

func (j *jsiiProxy_Project)SetProtectionBypassForAutomation(val interface{}) {
	if err := j.validateSetProtectionBypassForAutomationParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"protectionBypassForAutomation",
		val,
	)
}

func (j *jsiiProxy_Project)SetProvider(val cdktf.TerraformProvider) {
	_jsii_.Set(
		j,
		"provider",
		val,
	)
}

func (j *jsiiProxy_Project)SetProvisioners(val *[]interface{}) {
	if err := j.validateSetProvisionersParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"provisioners",
		val,
	)
}

func (j *jsiiProxy_Project)SetPublicSource(val interface{}) {
	if err := j.validateSetPublicSourceParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"publicSource",
		val,
	)
}

func (j *jsiiProxy_Project)SetRootDirectory(val *string) {
	if err := j.validateSetRootDirectoryParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"rootDirectory",
		val,
	)
}

func (j *jsiiProxy_Project)SetServerlessFunctionRegion(val *string) {
	if err := j.validateSetServerlessFunctionRegionParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"serverlessFunctionRegion",
		val,
	)
}

func (j *jsiiProxy_Project)SetTeamId(val *string) {
	if err := j.validateSetTeamIdParameters(val); err != nil {
		panic(err)
	}
	_jsii_.Set(
		j,
		"teamId",
		val,
	)
}

// Generates CDKTF code for importing a Project resource upon running "cdktf plan <stack-name>".
func Project_GenerateConfigForImport(scope constructs.Construct, importToId *string, importFromId *string, provider cdktf.TerraformProvider) cdktf.ImportableResource {
	_init_.Initialize()

	if err := validateProject_GenerateConfigForImportParameters(scope, importToId, importFromId); err != nil {
		panic(err)
	}
	var returns cdktf.ImportableResource

	_jsii_.StaticInvoke(
		"vercel.project.Project",
		"generateConfigForImport",
		[]interface{}{scope, importToId, importFromId, provider},
		&returns,
	)

	return returns
}

// Checks if `x` is a construct.
//
// Use this method instead of `instanceof` to properly detect `Construct`
// instances, even when the construct library is symlinked.
//
// Explanation: in JavaScript, multiple copies of the `constructs` library on
// disk are seen as independent, completely different libraries. As a
// consequence, the class `Construct` in each copy of the `constructs` library
// is seen as a different class, and an instance of one class will not test as
// `instanceof` the other class. `npm install` will not create installations
// like this, but users may manually symlink construct libraries together or
// use a monorepo tool: in those cases, multiple copies of the `constructs`
// library can be accidentally installed, and `instanceof` will behave
// unpredictably. It is safest to avoid using `instanceof`, and using
// this type-testing method instead.
//
// Returns: true if `x` is an object created from a class which extends `Construct`.
func Project_IsConstruct(x interface{}) *bool {
	_init_.Initialize()

	if err := validateProject_IsConstructParameters(x); err != nil {
		panic(err)
	}
	var returns *bool

	_jsii_.StaticInvoke(
		"vercel.project.Project",
		"isConstruct",
		[]interface{}{x},
		&returns,
	)

	return returns
}

// Experimental.
func Project_IsTerraformElement(x interface{}) *bool {
	_init_.Initialize()

	if err := validateProject_IsTerraformElementParameters(x); err != nil {
		panic(err)
	}
	var returns *bool

	_jsii_.StaticInvoke(
		"vercel.project.Project",
		"isTerraformElement",
		[]interface{}{x},
		&returns,
	)

	return returns
}

// Experimental.
func Project_IsTerraformResource(x interface{}) *bool {
	_init_.Initialize()

	if err := validateProject_IsTerraformResourceParameters(x); err != nil {
		panic(err)
	}
	var returns *bool

	_jsii_.StaticInvoke(
		"vercel.project.Project",
		"isTerraformResource",
		[]interface{}{x},
		&returns,
	)

	return returns
}

func Project_TfResourceType() *string {
	_init_.Initialize()
	var returns *string
	_jsii_.StaticGet(
		"vercel.project.Project",
		"tfResourceType",
		&returns,
	)
	return returns
}

func (p *jsiiProxy_Project) AddMoveTarget(moveTarget *string) {
	if err := p.validateAddMoveTargetParameters(moveTarget); err != nil {
		panic(err)
	}
	_jsii_.InvokeVoid(
		p,
		"addMoveTarget",
		[]interface{}{moveTarget},
	)
}

func (p *jsiiProxy_Project) AddOverride(path *string, value interface{}) {
	if err := p.validateAddOverrideParameters(path, value); err != nil {
		panic(err)
	}
	_jsii_.InvokeVoid(
		p,
		"addOverride",
		[]interface{}{path, value},
	)
}

func (p *jsiiProxy_Project) GetAnyMapAttribute(terraformAttribute *string) *map[string]interface{} {
	if err := p.validateGetAnyMapAttributeParameters(terraformAttribute); err != nil {
		panic(err)
	}
	var returns *map[string]interface{}

	_jsii_.Invoke(
		p,
		"getAnyMapAttribute",
		[]interface{}{terraformAttribute},
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) GetBooleanAttribute(terraformAttribute *string) cdktf.IResolvable {
	if err := p.validateGetBooleanAttributeParameters(terraformAttribute); err != nil {
		panic(err)
	}
	var returns cdktf.IResolvable

	_jsii_.Invoke(
		p,
		"getBooleanAttribute",
		[]interface{}{terraformAttribute},
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) GetBooleanMapAttribute(terraformAttribute *string) *map[string]*bool {
	if err := p.validateGetBooleanMapAttributeParameters(terraformAttribute); err != nil {
		panic(err)
	}
	var returns *map[string]*bool

	_jsii_.Invoke(
		p,
		"getBooleanMapAttribute",
		[]interface{}{terraformAttribute},
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) GetListAttribute(terraformAttribute *string) *[]*string {
	if err := p.validateGetListAttributeParameters(terraformAttribute); err != nil {
		panic(err)
	}
	var returns *[]*string

	_jsii_.Invoke(
		p,
		"getListAttribute",
		[]interface{}{terraformAttribute},
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) GetNumberAttribute(terraformAttribute *string) *float64 {
	if err := p.validateGetNumberAttributeParameters(terraformAttribute); err != nil {
		panic(err)
	}
	var returns *float64

	_jsii_.Invoke(
		p,
		"getNumberAttribute",
		[]interface{}{terraformAttribute},
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) GetNumberListAttribute(terraformAttribute *string) *[]*float64 {
	if err := p.validateGetNumberListAttributeParameters(terraformAttribute); err != nil {
		panic(err)
	}
	var returns *[]*float64

	_jsii_.Invoke(
		p,
		"getNumberListAttribute",
		[]interface{}{terraformAttribute},
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) GetNumberMapAttribute(terraformAttribute *string) *map[string]*float64 {
	if err := p.validateGetNumberMapAttributeParameters(terraformAttribute); err != nil {
		panic(err)
	}
	var returns *map[string]*float64

	_jsii_.Invoke(
		p,
		"getNumberMapAttribute",
		[]interface{}{terraformAttribute},
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) GetStringAttribute(terraformAttribute *string) *string {
	if err := p.validateGetStringAttributeParameters(terraformAttribute); err != nil {
		panic(err)
	}
	var returns *string

	_jsii_.Invoke(
		p,
		"getStringAttribute",
		[]interface{}{terraformAttribute},
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) GetStringMapAttribute(terraformAttribute *string) *map[string]*string {
	if err := p.validateGetStringMapAttributeParameters(terraformAttribute); err != nil {
		panic(err)
	}
	var returns *map[string]*string

	_jsii_.Invoke(
		p,
		"getStringMapAttribute",
		[]interface{}{terraformAttribute},
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) HasResourceMove() interface{} {
	var returns interface{}

	_jsii_.Invoke(
		p,
		"hasResourceMove",
		nil, // no parameters
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) ImportFrom(id *string, provider cdktf.TerraformProvider) {
	if err := p.validateImportFromParameters(id); err != nil {
		panic(err)
	}
	_jsii_.InvokeVoid(
		p,
		"importFrom",
		[]interface{}{id, provider},
	)
}

func (p *jsiiProxy_Project) InterpolationForAttribute(terraformAttribute *string) cdktf.IResolvable {
	if err := p.validateInterpolationForAttributeParameters(terraformAttribute); err != nil {
		panic(err)
	}
	var returns cdktf.IResolvable

	_jsii_.Invoke(
		p,
		"interpolationForAttribute",
		[]interface{}{terraformAttribute},
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) MoveFromId(id *string) {
	if err := p.validateMoveFromIdParameters(id); err != nil {
		panic(err)
	}
	_jsii_.InvokeVoid(
		p,
		"moveFromId",
		[]interface{}{id},
	)
}

func (p *jsiiProxy_Project) MoveTo(moveTarget *string, index interface{}) {
	if err := p.validateMoveToParameters(moveTarget, index); err != nil {
		panic(err)
	}
	_jsii_.InvokeVoid(
		p,
		"moveTo",
		[]interface{}{moveTarget, index},
	)
}

func (p *jsiiProxy_Project) MoveToId(id *string) {
	if err := p.validateMoveToIdParameters(id); err != nil {
		panic(err)
	}
	_jsii_.InvokeVoid(
		p,
		"moveToId",
		[]interface{}{id},
	)
}

func (p *jsiiProxy_Project) OverrideLogicalId(newLogicalId *string) {
	if err := p.validateOverrideLogicalIdParameters(newLogicalId); err != nil {
		panic(err)
	}
	_jsii_.InvokeVoid(
		p,
		"overrideLogicalId",
		[]interface{}{newLogicalId},
	)
}

func (p *jsiiProxy_Project) PutEnvironment(value interface{}) {
	if err := p.validatePutEnvironmentParameters(value); err != nil {
		panic(err)
	}
	_jsii_.InvokeVoid(
		p,
		"putEnvironment",
		[]interface{}{value},
	)
}

func (p *jsiiProxy_Project) PutGitRepository(value *ProjectGitRepository) {
	if err := p.validatePutGitRepositoryParameters(value); err != nil {
		panic(err)
	}
	_jsii_.InvokeVoid(
		p,
		"putGitRepository",
		[]interface{}{value},
	)
}

func (p *jsiiProxy_Project) PutPasswordProtection(value *ProjectPasswordProtection) {
	if err := p.validatePutPasswordProtectionParameters(value); err != nil {
		panic(err)
	}
	_jsii_.InvokeVoid(
		p,
		"putPasswordProtection",
		[]interface{}{value},
	)
}

func (p *jsiiProxy_Project) PutVercelAuthentication(value *ProjectVercelAuthentication) {
	if err := p.validatePutVercelAuthenticationParameters(value); err != nil {
		panic(err)
	}
	_jsii_.InvokeVoid(
		p,
		"putVercelAuthentication",
		[]interface{}{value},
	)
}

func (p *jsiiProxy_Project) ResetBuildCommand() {
	_jsii_.InvokeVoid(
		p,
		"resetBuildCommand",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetDevCommand() {
	_jsii_.InvokeVoid(
		p,
		"resetDevCommand",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetEnvironment() {
	_jsii_.InvokeVoid(
		p,
		"resetEnvironment",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetFramework() {
	_jsii_.InvokeVoid(
		p,
		"resetFramework",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetGitRepository() {
	_jsii_.InvokeVoid(
		p,
		"resetGitRepository",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetIgnoreCommand() {
	_jsii_.InvokeVoid(
		p,
		"resetIgnoreCommand",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetInstallCommand() {
	_jsii_.InvokeVoid(
		p,
		"resetInstallCommand",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetOutputDirectory() {
	_jsii_.InvokeVoid(
		p,
		"resetOutputDirectory",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetOverrideLogicalId() {
	_jsii_.InvokeVoid(
		p,
		"resetOverrideLogicalId",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetPasswordProtection() {
	_jsii_.InvokeVoid(
		p,
		"resetPasswordProtection",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetProtectionBypassForAutomation() {
	_jsii_.InvokeVoid(
		p,
		"resetProtectionBypassForAutomation",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetPublicSource() {
	_jsii_.InvokeVoid(
		p,
		"resetPublicSource",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetRootDirectory() {
	_jsii_.InvokeVoid(
		p,
		"resetRootDirectory",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetServerlessFunctionRegion() {
	_jsii_.InvokeVoid(
		p,
		"resetServerlessFunctionRegion",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetTeamId() {
	_jsii_.InvokeVoid(
		p,
		"resetTeamId",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) ResetVercelAuthentication() {
	_jsii_.InvokeVoid(
		p,
		"resetVercelAuthentication",
		nil, // no parameters
	)
}

func (p *jsiiProxy_Project) SynthesizeAttributes() *map[string]interface{} {
	var returns *map[string]interface{}

	_jsii_.Invoke(
		p,
		"synthesizeAttributes",
		nil, // no parameters
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) SynthesizeHclAttributes() *map[string]interface{} {
	var returns *map[string]interface{}

	_jsii_.Invoke(
		p,
		"synthesizeHclAttributes",
		nil, // no parameters
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) ToHclTerraform() interface{} {
	var returns interface{}

	_jsii_.Invoke(
		p,
		"toHclTerraform",
		nil, // no parameters
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) ToMetadata() interface{} {
	var returns interface{}

	_jsii_.Invoke(
		p,
		"toMetadata",
		nil, // no parameters
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) ToString() *string {
	var returns *string

	_jsii_.Invoke(
		p,
		"toString",
		nil, // no parameters
		&returns,
	)

	return returns
}

func (p *jsiiProxy_Project) ToTerraform() interface{} {
	var returns interface{}

	_jsii_.Invoke(
		p,
		"toTerraform",
		nil, // no parameters
		&returns,
	)

	return returns
}

