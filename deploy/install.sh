#!/bin/sh
# 在没有网络的机器上安装条问。用法见 --help。
set -eu

usage() {
    cat <<'HELP'
用法：./install.sh [安装目录] [--corpus 文件夹] [--data 文件夹] [--serve]

  安装目录          默认 /opt/tiaowen；程序装在其中的 releases/版本号，current 指向正在使用的版本
  --corpus 文件夹   要导入的制度文件；不写时，第一次安装导入自带的样例，已有索引则保持不变
  --data 文件夹     数据目录，默认 安装目录/data
  --serve           装好后立即启动（按 Ctrl+C 停止）

需要 Linux、与离线包相同版本的 Python（见 MANIFEST），不需要网络，也不需要 python3-venv。
其他版本的 Python 在别处时：PYTHON=/路径/python3.11 ./install.sh
HELP
}

stop() {
    echo "错误：$1" >&2
    exit 1
}

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
folder=/opt/tiaowen
corpus=
data=
serve=
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --serve) serve=yes ;;
        --corpus | --data)
            [ $# -ge 2 ] || stop "$1 后面要写文件夹。"
            case $1 in --corpus) corpus=$2 ;; *) data=$2 ;; esac
            shift ;;
        -*) usage >&2; stop "没有 $1 这个选项。" ;;
        *) folder=$1 ;;
    esac
    shift
done

value() { sed -n "s/^$1=//p" "$here/MANIFEST"; }
[ -f "$here/MANIFEST" ] || stop "没有找到 MANIFEST，请在解开的离线包目录里运行。"
version=$(value version)
wanted=$(value python)

python=${PYTHON:-}
[ -n "$python" ] || python=$(command -v "python$wanted" || command -v python3 || true)
[ -n "$python" ] || stop "没有找到 Python $wanted，请先安装（Debian：python$wanted）。"
got=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') || stop "$python 不能运行。"
[ "$got" = "$wanted" ] || stop "离线包是为 Python $wanted 做的，$python 是 $got。请安装 Python $wanted，或用 PYTHON=路径 指定。"
"$python" -c 'import venv' 2>/dev/null || stop "$python 缺少 venv 模块，请安装完整的 Python $wanted。"
machine=$(value machine)
[ "$(uname -m)" = "$machine" ] || stop "离线包是为 $machine 做的，本机是 $(uname -m)。请在同样架构的机器上重新制作。"

echo "1/4 核对文件……"
(cd "$here" && sha256sum --check --quiet --strict SHA256SUMS) || stop "文件与校验和不符：离线包不完整或被改动，请重新拷贝。"

mkdir -p "$folder" || stop "建不了 $folder，请换一个目录，或用 root 运行。"
folder=$(CDPATH= cd -- "$folder" && pwd)
release=$folder/releases/$version
if [ -f "$release/.complete" ]; then
    echo "2/4 $version 已经装好。"
else
    free=$(df -Pk "$folder" | awk 'NR == 2 { print $4 }')
    space=$(value space_kb)
    [ "$free" -gt "$space" ] || stop "$folder 所在磁盘只剩 $((free / 1024)) MB，安装需要 $((space / 1024)) MB。"
    echo "2/4 安装到 $release（约需几分钟）……"
    rm -rf "$release"
    mkdir -p "$release"
    cp -R "$here/code/." "$release"
    "$python" -m venv --without-pip "$release/venv"
    pip=$(ls "$here"/wheels/pip-*.whl)
    PIP_CONFIG_FILE=/dev/null "$release/venv/bin/python" "$pip/pip" install --isolated --quiet --no-index --no-cache-dir --disable-pip-version-check \
        --find-links "$here/wheels" --requirement "$release/requirements.txt" \
        || stop "软件包没有装上，原因见上面的输出。"
    "$release/venv/bin/python" -m compileall -q "$release/app" "$release/eval" "$release/ingest" "$release/prompts" "$release/vectorstore"
    touch "$release/.complete"
fi
ln -sfn "releases/$version" "$folder/current.new"
mv -T "$folder/current.new" "$folder/current"

[ -z "$corpus" ] || corpus=$(CDPATH= cd -- "$corpus" && pwd) || stop "没有这个制度文件夹。"
[ -n "$data" ] || data=$folder/data
[ -d "$data" ] || (umask 027 && mkdir -p "$data")
data=$(CDPATH= cd -- "$data" && pwd)
cd "$folder/current"
export PYTHONUTF8=1
if [ -n "$corpus" ] || [ ! -f "$data/index/CURRENT" ]; then
    echo "3/4 导入制度……"
    status=0
    venv/bin/python -m ingest run "${corpus:-samples}" --data "$data" || status=$?
    # 3：个别文件有问题，其余已入库
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || stop "制度没有导入，原因见上面的输出。"
    echo "4/4 建立索引……"
    venv/bin/python -m vectorstore build --data "$data" || stop "索引没有建成，原因见上面的输出。"
else
    echo "3/4 $data 里已有索引，保持不变。"
    echo "4/4 需要按新版本重建索引时：cd $folder/current && venv/bin/python -m vectorstore build --data $data"
fi

echo "条问 $version 已装好。启动：cd $folder/current && venv/bin/python -m app serve --data $data"
echo "作为系统服务运行、反向代理和单点登录：见 $folder/current/docs/deployment.md"
[ -z "$serve" ] || exec venv/bin/python -m app serve --data "$data"
