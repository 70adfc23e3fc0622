"""Pages that come instead of the one that was asked for (site notes, section f)."""

_LOGIN = """<!DOCTYPE html><html><head><meta charset="utf-8">
<title>用户登录-证券时报网</title></head><body>
<form class="login-box" action="/user/login.html" method="post"><p>请先登录后再访问</p>
<input name="mobile"><input type="password" name="password"><button>登录</button></form>
</body></html>"""

_CHALLENGE = """<html><script>
var arg1='3000176000856006061501533003690027800375';
function setCookie(name,value){document.cookie=name+"="+value+";max-age=3600;path=/";}
function reload(x){setCookie("acw_sc__v2",x);document.location.reload();}
reload(arg1);
</script></html>"""

_FIREWALL = """<!doctypehtml><html lang="zh-cn"><meta charset="utf-8"><title>405</title>
<body><div id="block_message">很抱歉，由于您访问的URL有可能对网站造成安全威胁，
您的访问被阻断。</div><div>您的请求ID是：<strong>0a3e4f1c17905541481</strong></div>
</body></html>"""

PAGES = {"login": _LOGIN, "challenge": _CHALLENGE, "firewall": _FIREWALL}
"""By the name of the fault."""
