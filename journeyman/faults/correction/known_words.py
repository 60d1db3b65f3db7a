"""Subcommands of well-known programs, the everyday ones first."""

from __future__ import annotations

ALIKE = {
    "pip3": "pip",
    "podman": "docker",
    "mamba": "conda",
    "micromamba": "conda",
    "tofu": "terraform",
    "k": "kubectl",
    "oc": "kubectl",
    "apt-get": "apt",
    "mvnw": "mvn",
    "gradlew": "gradle",
    "docker-compose": "docker compose",
    "yum": "dnf",
    "egrep": "grep",
    "fgrep": "grep",
    "hub": "git",
    "yay": "pacman",
    "cinst": "choco",
    "mv": "cp",
    "manage.py": "django-admin",
    "artisan": "php artisan",
    "kubecolor": "kubectl",
    "dnf5": "dnf",
}

SUBCOMMANDS: dict[str, str] = {
    "git": (
        "status commit push pull checkout add branch log diff merge clone fetch stash rebase reset init show "
        "switch restore remote tag cherry-pick revert rm mv config blame bisect grep reflog submodule clean "
        "worktree describe shortlog archive apply am format-patch gc fsck prune notes help ls-files ls-remote "
        "rev-parse rev-list cat-file check-ignore mergetool difftool bundle sparse-checkout update-index "
        "symbolic-ref show-ref filter-branch lfs"
    ),
    "git stash": "pop push apply list drop show clear save branch create store",
    "git remote": "add remove rename set-url show prune get-url update set-head set-branches",
    "git submodule": "add status init update deinit summary foreach sync absorbgitdirs set-branch set-url",
    "git bisect": "start good bad reset skip log run visualize replay terms old new",
    "git worktree": "add list remove prune move lock unlock repair",
    "docker": (
        "run ps build images exec logs pull push stop start rm rmi compose inspect restart kill login logout "
        "network volume image container system tag cp create attach commit diff events export history import info "
        "load pause port rename save search stats top unpause update version wait builder buildx context manifest "
        "plugin secret service stack swarm node trust"
    ),
    "docker container": "ls run exec rm logs start stop inspect prune restart kill create cp attach stats top",
    "docker image": "ls build rm pull push prune inspect tag history save load import",
    "docker volume": "ls create rm inspect prune update",
    "docker network": "ls create rm inspect prune connect disconnect",
    "docker system": "prune df info events",
    "docker compose": (
        "up down build logs ps exec run start stop restart pull push config create events images kill pause port "
        "rm top unpause version watch cp ls"
    ),
    "npm": (
        "install run start test init publish uninstall update ci audit outdated list ls login logout link unlink "
        "cache config view version pack prune exec search info help owner dist-tag deprecate rebuild root bin "
        "prefix whoami adduser upgrade access bugs completion dedupe docs doctor edit explain explore find-dupes "
        "fund get hook ping pkg profile query repo restart set shrinkwrap star stop team token unpublish unstar"
    ),
    "yarn": (
        "add install remove run start test build init upgrade global list info why link unlink publish cache "
        "config create audit outdated dlx exec workspace workspaces pack version upgrade-interactive import check "
        "bin node help licenses login logout owner policies tag team unplug versions autoclean"
    ),
    "pnpm": (
        "install add remove run start test update dlx exec init list ls publish link unlink outdated audit why "
        "store import prune rebuild create deploy fetch patch env config pack root bin setup server approve-builds"
    ),
    "bun": "install add remove run test init create x update link unlink build pm upgrade outdated publish",
    "deno": (
        "run test fmt lint task install compile cache check bench bundle doc eval info init repl serve uninstall "
        "upgrade add remove publish vendor"
    ),
    "pip": (
        "install uninstall list freeze show search download wheel check config cache hash index inspect debug help "
        "completion"
    ),
    "uv": "pip venv run sync add remove lock init tool python build publish cache export tree self version",
    "poetry": (
        "add install remove update run shell init build publish lock show new check config env export version "
        "search self source cache about list"
    ),
    "pipenv": (
        "install shell run lock sync uninstall update graph check clean requirements verify scripts open upgrade"
    ),
    "conda": (
        "install create activate deactivate env list update remove search info config init clean run upgrade "
        "uninstall compare doctor package rename notices"
    ),
    "cargo": (
        "build run test check clippy fmt new init add remove update install uninstall publish search doc clean "
        "bench fix tree metadata vendor login package fetch generate-lockfile locate-project owner pkgid report "
        "rustc rustdoc verify-project version yank"
    ),
    "rustup": (
        "update default toolchain target component show install uninstall override run which doc self set "
        "completions check"
    ),
    "go": (
        "build run test mod get install fmt vet clean doc env list version generate fix tool work bug telemetry help"
    ),
    "go mod": "tidy init download vendor verify graph edit why",
    "kubectl": (
        "get describe apply delete logs exec create edit port-forward rollout scale config top run expose explain "
        "label annotate patch replace set cp attach cluster-info cordon drain uncordon taint auth api-resources "
        "api-versions autoscale certificate completion cluster debug diff events kustomize options plugin proxy "
        "version wait"
    ),
    "kubectl get": (
        "pods services deployments nodes namespaces configmaps secrets ingress events replicasets "
        "statefulsets daemonsets jobs cronjobs all"
        " persistentvolumeclaims serviceaccounts"
    ),
    "kubectl describe": (
        "pods services deployments nodes namespaces configmaps secrets ingress events replicasets "
        "statefulsets daemonsets jobs cronjobs all"
        " persistentvolumeclaims serviceaccounts"
    ),
    "kubectl delete": (
        "pods services deployments nodes namespaces configmaps secrets ingress events replicasets "
        "statefulsets daemonsets jobs cronjobs all"
        " persistentvolumeclaims serviceaccounts"
    ),
    "helm": (
        "install upgrade uninstall list repo search template lint rollback status history get show create "
        "dependency package pull push env completion plugin registry test verify version"
    ),
    "minikube": (
        "start stop status delete dashboard service ip ssh addons config docker-env image kubectl logs mount pause "
        "profile tunnel unpause update-context version node cache cp"
    ),
    "terraform": (
        "init plan apply destroy validate fmt show output state import refresh workspace console force-unlock get "
        "graph login logout metadata providers taint test untaint version"
    ),
    "vagrant": (
        "up ssh halt destroy init status reload provision suspend resume box global-status plugin package port "
        "powershell push rdp snapshot ssh-config upload validate version winrm cloud autocomplete login"
    ),
    "ansible-galaxy": "install collection role init list remove search info",
    "brew": (
        "install uninstall list update upgrade search info doctor services cleanup tap untap link unlink outdated "
        "deps uses reinstall home pin unpin config edit create audit bundle cask leaves options cat commands desc "
        "fetch log missing migrate prune style switch test autoremove analytics"
    ),
    "brew services": "start stop restart list run info cleanup kill",
    "apt": (
        "install update upgrade remove search autoremove purge list show full-upgrade dist-upgrade edit-sources "
        "clean autoclean build-dep source download check depends rdepends policy satisfy reinstall changelog"
    ),
    "apt-cache": "search show policy depends rdepends showpkg stats madison pkgnames dump unmet",
    "dnf": (
        "install update upgrade remove search info list clean makecache check-update autoremove group history "
        "provides repolist repoquery reinstall downgrade distro-sync localinstall groupinstall erase module swap "
        "system-upgrade"
    ),
    "zypper": (
        "install update remove search refresh info list-updates repos addrepo removerepo dist-upgrade patch clean "
        "addlock verify in rm up se ref"
    ),
    "apk": "add del update upgrade search info list fix cache policy fetch version dot audit",
    "snap": (
        "install remove list find refresh info revert enable disable services start stop restart connect "
        "disconnect changes logs run version"
    ),
    "flatpak": "install update uninstall list info run search remote-add remotes override history repair",
    "choco": "install upgrade uninstall list search outdated info pin source config feature pack push new apikey",
    "scoop": "install uninstall update list search status bucket cache checkup cleanup hold info reset home which",
    "winget": "install upgrade uninstall list search show source settings export import validate hash features pin",
    "systemctl": (
        "start stop restart status enable disable reload daemon-reload is-active is-enabled is-failed list-units "
        "list-unit-files mask unmask show cat edit kill reset-failed list-timers list-dependencies reboot poweroff "
        "suspend hibernate halt isolate set-default get-default try-restart reload-or-restart daemon-reexec"
    ),
    "gem": (
        "install uninstall list update search build push environment cleanup contents dependency fetch help info "
        "lock mirror open outdated owner pristine query rdoc server signin signout sources specification stale "
        "unpack which yank cert check"
    ),
    "bundle": (
        "install exec update add remove check config init outdated show list open info lock clean cache console "
        "doctor gem platform viz binstubs package pristine"
    ),
    "rails": (
        "server console generate new routes db:migrate db:create db:seed db:setup db:reset db:drop db:rollback "
        "db:schema:load db:test:prepare test runner destroy dbconsole about assets:precompile credentials:edit "
        "action_mailbox:install active_storage:install initializers middleware notes secret stats time:zones:all "
        "tmp:clear"
    ),
    "composer": (
        "install update require remove dump-autoload create-project show outdated validate search self-update init "
        "global config run-script exec archive browse check-platform-reqs clear-cache create depends diagnose fund "
        "home licenses list prohibits reinstall status suggests bump audit"
    ),
    "php artisan": (
        "serve migrate make:model make:controller make:migration make:seeder make:middleware make:request "
        "make:command make:factory make:resource make:test tinker route:list route:cache route:clear config:cache "
        "config:clear cache:clear view:clear db:seed migrate:fresh migrate:rollback migrate:refresh migrate:reset "
        "migrate:status queue:work queue:listen queue:restart schedule:run schedule:work key:generate storage:link "
        "optimize optimize:clear vendor:publish test down up env list about"
    ),
    "mvn": (
        "clean install package test compile verify deploy validate site initialize generate-sources "
        "process-sources generate-resources process-resources process-classes generate-test-sources "
        "process-test-sources generate-test-resources process-test-resources test-compile process-test-classes "
        "prepare-package pre-integration-test integration-test post-integration-test pre-clean post-clean pre-site "
        "post-site site-deploy"
    ),
    "gradle": (
        "build clean test assemble check run tasks dependencies jar bootRun bootJar init wrapper projects "
        "properties help publish publishToMavenLocal installDebug assembleDebug assembleRelease compileJava "
        "javadoc classes testClasses installDist distZip lint"
    ),
    "dotnet": (
        "build run test restore publish new add remove clean pack nuget tool sln list watch format ef dev-certs "
        "user-secrets workload sdk msbuild vstest store help"
    ),
    "flutter": (
        "run build test pub doctor create clean analyze devices emulators install upgrade config attach channel "
        "assemble bash-completion custom-devices daemon downgrade drive format gen-l10n logs precache screenshot "
        "symbolize"
    ),
    "dart": "run test format analyze compile create pub fix doc info devtools",
    "adb": (
        "devices shell push pull install uninstall logcat reboot root unroot connect disconnect forward reverse "
        "kill-server start-server bugreport backup restore sideload remount tcpip usb wait-for-device get-state "
        "get-serialno emu jdwp help version keygen"
    ),
    "heroku": (
        "logs run ps apps config create open login logout addons pg releases rollback restart domains buildpacks "
        "pipelines git local maintenance members access auth certs ci container dyno drains features info keys "
        "labs notifications orgs plugins redis regions reviewapps sessions spaces stack status teams update "
        "webhooks"
    ),
    "aws": (
        "s3 ec2 lambda iam dynamodb cloudformation ecs eks ecr rds sqs sns sts logs cloudwatch s3api configure ssm "
        "secretsmanager route53 elbv2 elb autoscaling apigateway kms kinesis glue athena redshift cognito-idp "
        "cloudfront cloudtrail events stepfunctions batch codebuild codepipeline codecommit codedeploy elasticache "
        "elasticbeanstalk emr efs acm apprunner amplify appsync backup ce config deploy firehose help history "
        "organizations pricing sagemaker ses sesv2 sso textract transcribe wafv2"
    ),
    "aws s3": "cp ls sync mb rb rm mv presign website",
    "gcloud": (
        "auth config compute container projects app builds run functions iam init info components storage services "
        "sql pubsub logging dns deploy artifacts billing source spanner dataproc dataflow endpoints help kms topic "
        "version"
    ),
    "az": (
        "login logout account group vm webapp aks acr storage network keyvault ad functionapp appservice container "
        "cosmosdb sql deployment extension find feedback identity lock monitor policy provider resource role tag "
        "upgrade version configure disk image interactive rest vmss"
    ),
    "gh": (
        "pr issue repo auth run workflow release gist api browse clone config alias codespace extension label "
        "project search secret ssh-key status variable cache completion org ruleset gpg-key co"
    ),
    "gh pr": "create list checkout view merge diff status close comment review ready reopen edit checks lock unlock",
    "gh issue": "create list view close comment edit status reopen delete transfer pin unpin develop lock",
    "gh repo": "clone create view fork list delete edit rename sync archive set-default deploy-key",
    "hg": (
        "status commit push pull update add log diff merge clone branch branches revert rebase remove rename "
        "resolve init incoming outgoing heads tip tags tag bookmarks graft histedit shelve unshelve strip annotate "
        "backout bisect bundle cat config copy export files forget grep help identify import manifest parents "
        "paths phase purge recover root serve summary unbundle verify version"
    ),
    "svn": (
        "commit update checkout add status diff log revert delete copy move merge info list cleanup switch resolve "
        "export import mkdir propset propget blame cat lock unlock relocate"
    ),
    "mix": (
        "test compile deps.get deps.update deps.clean new format run phx.server phx.new ecto.create ecto.migrate "
        "ecto.setup ecto.drop ecto.reset ecto.rollback ecto.gen.migration phx.gen.html phx.routes help clean credo "
        "dialyzer hex.info hex.publish hex.outdated local.hex local.rebar release xref do"
    ),
    "lein": "run test repl new deps compile uberjar clean jar install deploy check classpath help upgrade version",
    "sbt": "compile run test clean package publish publishLocal console assembly reload update projects tasks help",
    "stack": "build test run exec ghci new init install clean setup upgrade update list repl ghc haddock bench",
    "cabal": "build install run test init update repl clean configure check haddock bench sdist upload list info",
    "ng": (
        "serve build generate new test add lint update deploy e2e run config version help analytics cache completion"
    ),
    "firebase": (
        "deploy login logout init serve emulators:start hosting:channel:deploy functions:log projects:list use "
        "open list target target:apply functions:config:set apps:list auth:export help"
    ),
    "vercel": (
        "deploy dev login logout env domains list logs inspect link pull build project secrets switch teams whoami"
    ),
    "netlify": "deploy dev login link init status open build env functions sites unlink watch",
    "pm2": (
        "start stop restart delete list logs monit save startup status reload describe flush kill ls show "
        "unstartup resurrect scale"
    ),
    "nvm": "install use ls list current alias uninstall ls-remote default run exec unalias which version",
    "pyenv": (
        "install global local versions version shell uninstall rehash which virtualenv activate deactivate init "
        "root exec commands help prefix whence"
    ),
    "rbenv": "install global local versions version shell uninstall rehash which init root exec commands whence",
    "asdf": "install plugin global local list current uninstall reshim update where which latest shell set",
    "tmux": (
        "attach new-session ls list-sessions kill-session kill-server attach-session new detach split-window "
        "new-window rename-session rename-window select-window select-pane source-file send-keys has-session "
        "switch-client"
    ),
    "ip": "addr address link route neigh rule maddress monitor netns tunnel tuntap",
    "nmcli": "device connection general networking radio agent monitor",
    "ufw": "status enable disable allow deny delete reload reset reject limit logging default app",
    "launchctl": "load unload list start stop bootstrap bootout enable disable kickstart print",
    "django-admin": (
        "runserver migrate makemigrations startproject startapp createsuperuser shell test collectstatic "
        "showmigrations sqlmigrate flush dbshell dumpdata loaddata check changepassword compilemessages "
        "makemessages inspectdb squashmigrations diffsettings sendtestemail testserver"
    ),
    "flask": "run shell routes db",
    "jupyter": (
        "notebook lab nbconvert kernelspec console trust serverextension labextension nbextension contrib server "
        "migrate run troubleshoot"
    ),
    "ollama": "run pull list serve create show push cp rm ps stop help",
    "virsh": "list start shutdown destroy undefine define console dominfo edit reboot snapshot-create suspend resume",
    "zfs": "list create destroy snapshot rollback clone send receive set get mount unmount rename promote",
    "zpool": "status list create destroy import export scrub add attach detach replace offline online",
    "hdfs dfs": (
        "-ls -mkdir -put -get -cat -rm -cp -mv -du -copyFromLocal -copyToLocal -chmod -chown -tail -touchz -stat"
    ),
    "ionic": "serve build start capacitor cordova generate info lab login docs",
    "cordova": "create build run platform plugin prepare emulate serve clean requirements",
    "expo": "start build publish init login install export prebuild run:android run:ios",
    "meteor": "run create add remove update deploy build test npm mongo reset list",
    "ember": "serve build generate new test install init destroy help",
    "serverless": "deploy invoke logs remove info create package offline plugin metrics rollback",
    "pulumi": "up preview destroy stack config new login logout refresh import logs cancel console",
    "eksctl": "create get delete update upgrade scale drain enable utils set unset version",
    "fly": "launch deploy status logs open ssh scale secrets apps auth ips volumes machine postgres",
    "supabase": "start stop init login link db functions gen status migration projects",
    "pre-commit": "run install autoupdate clean uninstall sample-config try-repo gc migrate-config",
    "alembic": "upgrade downgrade revision current history init stamp heads branches merge show",
    "celery": "worker beat inspect control status purge events flower multi call report",
    "dvc": "add push pull init repro run status remote metrics params plots checkout commit fetch gc import",
    "xcode-select": "--install --print-path --switch --reset",
    "timedatectl": "status set-timezone set-time set-ntp list-timezones show",
    "hostnamectl": "status set-hostname set-icon-name set-chassis",
    "npx prisma": "generate migrate studio init db format validate",
    "make": (
        "all build test clean install run check lint format deploy help docs dist uninstall dev start stop release "
        "package coverage distclean"
    ),
    "prisma": "generate migrate studio init db format validate introspect",
}


def subcommands(program: str, first: str = "") -> tuple[str, ...]:
    """Return the subcommands of ``program``, or of its subcommand ``first``."""
    name = ALIKE.get(program, program)
    return tuple(SUBCOMMANDS.get(f"{name} {first}" if first else name, "").split())
