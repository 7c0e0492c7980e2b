package emulator

import "testing"

// recognized looks at what no test's client sends: other hosts and protocols,
// signatures in a query, credentials of a web identity.
const recognized = servicesInUse + `
import io
from botocore.parsers import RpcV2CBORParser
from emulator import calls, models, refusals, requests

def call(service, method="GET", path="/", query="", body=b"", host="127.0.0.1:5000", **headers):
    environ = {"REQUEST_METHOD": method, "RAW_URI": path, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host}
    environ["CONTENT_TYPE"] = headers.pop("type", "")
    if service:
        environ["HTTP_AUTHORIZATION"] = f"AWS4-HMAC-SHA256 Credential=key/20250101/eu-west-1/{service}/aws4_request, SignedHeaders=host"
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return calls.recognize(environ, body)

def expect(found, name, params, access_key="key", region="eu-west-1"):
    got = (found.name, found.params, found.unknown, found.access_key, found.region)
    if got != (name, params, [], access_key, region):
        print(got, "instead of", name, params)

expect(call("s3", host="bucket.s3.eu-west-1.amazonaws.com"), "s3:ListObjects", {"Bucket": "bucket"})
expect(call("s3", path="/a%2Fb/c%2Fd/", host="bucket.s3.amazonaws.com"), "s3:GetObject", {"Bucket": "bucket", "Key": "a/b/c/d/"})
expect(call("s3", "HEAD", "/bucket"), "s3:HeadBucket", {"Bucket": "bucket"})
expect(call("s3", "HEAD", "/bucket/key"), "s3:HeadObject", {"Bucket": "bucket", "Key": "key"})
expect(call("s3", path="/bucket/", query="list-type=2&prefix=a"), "s3:ListObjectsV2", {"Bucket": "bucket", "Prefix": "a"})
expect(call("s3", "PUT", "/bucket/key", "x-id=PutObject", b"no <xml>", x_amz_meta_a="1"), "s3:PutObject", {"Bucket": "bucket", "Key": "key", "Metadata": {"a": "1"}, "Body": b"no <xml>"})
expect(call("s3", "PUT", "/bucket/key", x_amz_copy_source="a/b"), "s3:CopyObject", {"Bucket": "bucket", "Key": "key", "CopySource": "a/b"})
expect(call("s3", "PUT", "/bucket/key", "partNumber=2&uploadId=u"), "s3:UploadPart", {"Bucket": "bucket", "Key": "key", "PartNumber": 2, "UploadId": "u"})
expect(call("s3", "DELETE", "/bucket/key", "uploadId=u"), "s3:AbortMultipartUpload", {"Bucket": "bucket", "Key": "key", "UploadId": "u"})
expect(call("s3", path="/bucket", query="lifecycle"), "s3:GetBucketLifecycleConfiguration", {"Bucket": "bucket"})
expect(call("s3", path="http://123456789012.127.0.0.1:5000/v20180820/tags/arn%3Aaws%3As3%3A%3A%3Ab", x_amz_account_id="123456789012"), "s3control:ListTagsForResource", {"AccountId": "123456789012", "ResourceArn": "arn:aws:s3:::b"})
expect(call("", path="/bucket/key", query="X-Amz-Credential=key%2F20250101%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=0"), "s3:GetObject", {"Bucket": "bucket", "Key": "key"})
expect(call("elasticloadbalancing", "POST", body=b"Action=DescribeLoadBalancers&Version=2012-06-01", type="application/x-www-form-urlencoded"), "elb:DescribeLoadBalancers", {})
expect(call("elasticloadbalancing", "POST", body=b"Action=DescribeLoadBalancers&Version=2015-12-01&Names=", type="application/x-www-form-urlencoded"), "elbv2:DescribeLoadBalancers", {"Names": []})
expect(call("dynamodb", "POST", body=b"{}", x_amz_target="DynamoDBStreams_20120810.ListStreams"), "dynamodbstreams:ListStreams", {})
expect(call("monitoring", "POST", "/service/GraniteServiceVersion20100801/operation/DescribeAlarms", body=b"\xa1\x6aAlarmNames\x81\x61a", smithy_protocol="rpc-v2-cbor"), "cloudwatch:DescribeAlarms", {"AlarmNames": ["a"]})
expect(call("access-analyzer", "DELETE", "/tags/arn%3Aaws%2Fa", "tagKeys=A&tagKeys=B"), "accessanalyzer:UntagResource", {"resourceArn": "arn:aws/a", "tagKeys": ["A", "B"]})
expect(call("", "POST", body=b"Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=r&WebIdentityToken=t", type="application/x-www-form-urlencoded"), "sts:AssumeRoleWithWebIdentity", {"RoleArn": "r", "WebIdentityToken": "t"}, "", "us-east-1")
broken = requests.look(call("s3", "PUT", "/bucket", x_amz_acl="everyone")).violations
if [(one.kind, one.path) for one in broken] != [("enum", "aCL")]:
    print("in a header:", broken)
answer = refusals.refuse("smithy-rpc-v2-cbor", "ValidationException", "ü").get_data()
answer = RpcV2CBORParser().parse_data_item(io.BufferedReader(io.BytesIO(answer)))
if answer != {"__type": "ValidationException", "message": "ü"}:
    print("in CBOR:", answer)
for service in services:
    signer = models.load(service).signing_name
    if service not in [model.service_name for model in models.signed_by(signer)]:
        print("nobody looks for", service, "behind the signature of", signer)
if call("", path="/bucket/key") is not None:
    print("an unsigned request is a call")
`

func TestCallsAreRecognized(t *testing.T) {
	if printed := runPython(t, recognized); printed != "" {
		t.Error(printed)
	}
}
