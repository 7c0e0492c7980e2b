"""IAM Access Analyzer."""

import json
import re
import sys
import time
import types
from urllib.parse import unquote


def fill():
    """All of IAM Access Analyzer that aws_accessanalyzer_analyzer uses:
    CreateAnalyzer, GetAnalyzer, ListAnalyzers, DeleteAnalyzer, TagResource,
    UntagResource, ListTagsForResource.

    moto has no such service, so this adds one to its index.
    """
    from moto import backend_index
    from moto.core.base_backend import BackendDict, BaseBackend
    from moto.core.exceptions import JsonRESTError
    from moto.core.responses import BaseResponse

    urls = types.SimpleNamespace(
        url_bases=[r"https?://access-analyzer\.(.+)\.amazonaws\.com"]
    )

    class AccessAnalyzerBackend(BaseBackend):
        # moto would look for a module of that name beside this one.
        _url_module = urls

        def __init__(self, region_name, account_id):
            super().__init__(region_name, account_id)
            self.analyzers = {}

    backends = BackendDict(AccessAnalyzerBackend, "accessanalyzer")

    class NotFound(JsonRESTError):
        code = 404

        def __init__(self, what):
            super().__init__("ResourceNotFoundException", f"no analyzer {what}")

    class AccessAnalyzerResponse(BaseResponse):
        def __init__(self):
            super().__init__(service_name="accessanalyzer")

        @property
        def region_backend(self):
            return backends[self.current_account][self.region]

        def named(self):
            name = self.path.rstrip("/").rsplit("/", 1)[1]
            if name not in self.region_backend.analyzers:
                raise NotFound(name)
            return self.region_backend.analyzers[name]

        def tagged(self):
            arn = unquote(self.path.split("/tags/", 1)[1])
            for found in self.region_backend.analyzers.values():
                if found["arn"] == arn:
                    return found["tags"]
            raise NotFound(arn)

        def create_analyzer(self):
            wanted, backend = json.loads(self.body), self.region_backend
            name = wanted["analyzerName"]
            arn = (
                f"arn:{backend.partition}:access-analyzer:{backend.region_name}:"
                f"{backend.account_id}:analyzer/{name}"
            )
            backend.analyzers[name] = {
                "arn": arn,
                "name": name,
                "type": wanted["type"],
                "createdAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "tags": wanted.get("tags") or {},
                "status": "ACTIVE",
            }
            return json.dumps({"arn": arn})

        def get_analyzer(self):
            return json.dumps({"analyzer": self.named()})

        def list_analyzers(self):
            analyzers = self.region_backend.analyzers.values()
            return json.dumps({"analyzers": list(analyzers)})

        def delete_analyzer(self):
            del self.region_backend.analyzers[self.named()["name"]]
            return "{}"

        def list_tags_for_resource(self):
            return json.dumps({"tags": self.tagged()})

        def tag_resource(self):
            self.tagged().update(json.loads(self.body)["tags"])
            return "{}"

        def untag_resource(self):
            for key in self.querystring.get("tagKeys", []):
                self.tagged().pop(key, None)
            return "{}"

    urls.url_paths = {
        path: AccessAnalyzerResponse.dispatch
        for path in (
            "{0}/analyzer/?$",
            "{0}/analyzer/(?P<name>[^/]+)/?$",
            "{0}/tags/(?P<arn>.+)$",
        )
    }
    module = types.ModuleType("moto.accessanalyzer")
    module.accessanalyzer_backends = backends
    sys.modules[module.__name__] = module
    backend_index.backend_url_patterns.append(
        ("accessanalyzer", re.compile(urls.url_bases[0]))
    )
