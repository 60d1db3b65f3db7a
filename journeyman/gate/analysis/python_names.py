"""Which names act, whatever they are called on: the reasoning is in :mod:`journeyman.gate.analysis.python_code`."""

from __future__ import annotations

import re

from journeyman.gate.analysis.names import names

BUILTINS_THAT_ACT = names(
    """
    eval exec compile __import__ __builtins__ globals locals vars setattr delattr breakpoint exit quit open getattr
    __loader__ __spec__ __build_class__
    """
)
"""Builtins that may not be passed around. Called, some are judged by their arguments."""

SAFE_DUNDERS = names(
    """
    __name__ __version__ __doc__ __init__ __len__ __file__ __qualname__ __new__ __str__ __repr__ __eq__ __ne__
    __lt__ __le__ __gt__ __ge__ __hash__ __iter__ __next__ __enter__ __exit__ __aenter__ __aexit__ __aiter__
    __anext__ __call__ __add__ __sub__ __mul__ __truediv__ __floordiv__ __mod__ __pow__ __radd__ __rsub__ __rmul__
    __rtruediv__ __matmul__ __neg__ __pos__ __abs__ __invert__ __and__ __or__ __xor__ __bool__ __int__ __float__
    __complex__ __index__ __round__ __contains__ __getitem__ __setitem__ __delitem__ __missing__ __reversed__
    __format__ __bytes__ __sizeof__ __slots__ __annotations__ __members__ __post_init__ __init_subclass__
    __set_name__ __mro__ __bases__ __base__ __module__ __all__ __author__ __copyright__ __license__ __date__
    __email__ __status__ __credits__ __dataclass_fields__ __match_args__ __wrapped__ __defaults__ __kwdefaults__
    __iadd__ __isub__ __imul__ __itruediv__ __copy__ __deepcopy__ __array__ __array_interface__ __cause__
    __context__ __traceback__ __notes__ __class_getitem__ __orig_class__ __main__ __path__ __await__ __length_hint__
    __divmod__ __lshift__ __rshift__ __ror__ __rand__ __debug__ __title__
    """
)
"""Names with two underscores at both ends that lead nowhere dangerous."""

SHOWN_DUNDERS = names("__class__ __dict__ __code__ __closure__ __func__ __self__")
"""Such names that are only looked at in certain places: ``x.__class__.__name__``, ``self.__dict__``."""

FRAMES = names(
    """
    gi_frame cr_frame ag_frame tb_frame f_globals f_locals f_builtins f_back f_code gi_code cr_code ag_code co_code
    co_consts func_globals func_code
    """
)
"""Attributes of functions, generators and tracebacks that lead to the names of other code."""

HIDDEN = re.compile(
    r"__(import|globals|builtins|subclasses|class|base|bases|mro|code|reduce|reduce_ex|dict|getattribute|loader|spec)__"
)
"""Dunder names that do not belong into a text: someone puts names together."""

BARE = names(
    """
    system popen run call check_call check_output getoutput getstatusoutput Popen spawn rmtree unlink rmdir
    removedirs remove rename renames makedirs mkdir chmod chown symlink link copyfile copytree copy2 move urlopen
    urlretrieve import_module loads load dump save savefig savetxt savez save_npz imsave imwrite to_csv write_text
    kill killpg fork execv execve execl execvp startfile truncate exec_command sendmail send_email send_mail upload
    download post put delete drop_table request run_module run_path create_connection getpass load_dataset CDLL cdll
    windll LoadLibrary unsafe_load load_model savemat urlcleanup Javascript write_image write_html embed runcode
    FunctionType CodeType ModuleType NamedTemporaryFile TemporaryDirectory mkdtemp mkstemp
    """
)
"""Functions that notebooks import by their bare name, and that act: called without being known, they ask."""

METHODS = names(
    """
    system popen spawn rmtree unlink rmdir removedirs renames makedirs chmod lchmod chown symlink symlink_to
    hardlink_to link_to copyfile copytree copy2 urlopen urlretrieve write_text write_bytes touch savefig imsave
    imwrite sendmail send_message sendall sendto exec_command executescript load_extension enable_load_extension
    kill killpg terminate storbinary storlines retrbinary retrlines upload upload_file upload_fileobj upload_blob
    upload_from_filename upload_from_string mkdir download_file download_blob download_fileobj put_object
    delete_object delete_objects put_file delete_bucket create_bucket delete_many delete_one insert_one insert_many
    update_one update_many replace_one drop_table drop_all create_all drop_collection drop_database bulk_write
    publish deploy launch serve serve_forever run_server listen accept push_to_hub save_pretrained from_pretrained
    to_sql to_pickle to_gbq to_hdf to_file to_clipboard to_disk to_netcdf to_stata to_feather to_orc to_postgis
    run_cell run_cell_async run_cell_magic run_line_magic set_custom_exc register_magic_function ex user_global_ns
    getoutput getpoutput magic extractall eval_js _exec _eval setuid setgid fork forkpty putenv unsetenv execv
    execve execl execvp get_objects get_referrers currentframe settrace setprofile addaudithook import_module
    exec_module load_module find_module create_module spec_from_file_location loads_unsafe unsafe_load load_library
    LoadLibrary string_at memmove memset from_address tofile rm mv rm_file suspend environ mimsave mimwrite volwrite
    to_zarr subprocess_exec subprocess_shell create_subprocess_exec create_subprocess_shell load_inline
    load_op_library ImageGrab read_clipboard add_header callproc raise_signal pthread_kill get_file flushall flushdb
    rec playrec set_trace runcode runsource reboot saveAsTextFile saveAsTable insertInto createOrReplaceTable
    writeTo save_weights save_model save_checkpoint savez savez_compressed savetxt savemat save_npz
    save_word2vec_format write_image write_html write_json write_csv write_parquet write_excel write_ipc write_delta
    write_database write_ndjson write_avro sink_csv sink_parquet write_video write_png write_gexf write_gml
    write_graphml write_gpickle write_edgelist write_adjlist write_shp writestr writeheader writepy setxattr mknod
    mkfifo chroot mount umount set_content_disposition create_repo delete_repo delete_file create_issue create_pull
    merge_pull add_collaborator set_password send_keys execute_script execute_async_script to_tfrecord
    insert_rows_json load_table_from_dataframe load_table_from_file delete_table runstring preview testfile
    loadTestsFromName loadTestsFromNames discover import_item run_process open_process open_output_stream
    open_append_stream to_delta to_iceberg get_writer create_file_writer output_file show_html writexml runctx
    load_state_dict_from_url load_url create_connection create_server create_unix_server create_unix_connection
    create_datagram_endpoint connect_read_pipe connect_write_pipe sock_connect sock_sendall sock_sendto start_server
    getaddrinfo gethostbyname getnameinfo entry_points load_entry_point run_script BackgroundJobManager ImportString
    runmodule rundocs DataSource invoke ainvoke generate_content embed_query embed_documents stop_instances
    start_instances run_instances writeto imwritemulti mmwrite esearch efetch esummary epost elink
    """
)
"""Methods that act, whatever they are called on (or handed over as)."""

ACTING = names(
    """
    numpy.testing.measure hydra.utils.instantiate hydra.utils.call hydra.utils.get_method hydra.utils.get_class
    hydra.utils.get_object hydra.main pytest.main nose.main nose.run click.edit click.launch typer.launch
    plotly.offline.plot matplotlib.image.thumbnail matplotlib.font_manager.json_dump pyarrow.output_stream
    pyarrow.ipc.new_file pyarrow.ipc.new_stream pyarrow.RecordBatchFileWriter pyarrow.ipc.RecordBatchFileWriter
    pyarrow.create_memory_map tensorflow.io.gfile.copy tensorflow.io.gfile.rename zarr.group zarr.create zarr.array
    zarr.copy_store xlsxwriter.Workbook torch.hub.list torch.hub.help torch.hub.set_dir fire.Fire
    papermill.execute_notebook IPython.embed IPython.embed_kernel IPython.start_ipython IPython.start_kernel
    dask.distributed.Client
    """
)
"""Members of other people's libraries that act, though their last name alone does not say so."""

VERBS = names(
    """
    delete unlink rmtree upload send post publish deploy execute terminate kill wipe destroy purge erase overwrite
    export save dump write install uninstall chmod chown mkdir spawn popen shell exfiltrate exfil inject sudo backup
    encrypt decrypt ransom reboot poweroff rmdir overwrite deltree truncate webhook push commit checkout subprocess
    download eval exec pickle unpickle backdoor keylog put revoke
    """
)
"""Words that say, inside a longer name (``delete_user``, ``save_model``), that it acts."""

SPOKEN = names(
    """
    dumps savgol_filter export_text eval_metric eval_set evals heappush heappushpop posts exec_time push_back
    pushleft push_front push_left push_right eval_batch eval_step eval_model eval_loader eval_one_epoch eval_epoch
    eval_fn eval_loss eval_classifier eval_genomes eval_genome eval_poly eval_legendre eval_chebyt eval_hermite
    eval_jacobi eval_laguerre eval_polynomial evaluate log_softmax post_mean post_pred decrypt encrypt checkout
    polyeval eval_function eval_policy eval_net eval_numerical_gradient eval_acc eval_accuracy eval_on_points
    eval_points eval_rnn eval_agent eval_mode put_nowait put_along_axis
    """
)
"""Longer names with such a word that only compute."""

SERVICE = re.compile(
    r"_?(client|container|vm|pod|s3|s3_client|ec2|boto|bucket|blob|api|bot|conn|connection|con|cnx|engine|repo|repository|ssh|sftp|ftp|"
    r"smtp|mail|imap|slack|discord|webhook|driver|browser|producer|redis|rdb|mongo|collection|docker|kube|k8s|gh|"
    r"github|gitlab|sock|socket|server|ws|websocket|channel|hub|drive|storage|fs|minio|sqs|sns_client|lambda_client|iam|"
    r"dynamodb|firestore|bq|bigquery|registry|remote|origin|jenkins|jira|twilio|stripe|telegram|tweepy|agent|crew|shell|"
    r"ip|ipython|kernel_client|km|kc|hass|mqtt|serial|ser|publisher)\d?\Z",
    re.IGNORECASE,
)
"""Receivers whose names say that they are a service: on these only what reads by its name runs unasked."""

SERVICE_READS = re.compile(
    r"(get|list|describe|head|find|read|fetch|select|count|keys|values|items|exists|is|has|info|status|len|search|show|"
    r"aggregate|distinct|query|close|cursor|iter|walk|ls|glob|name|ping|inspect|table|schema|columns|scan|first|one|all|"
    r"sort|filter|limit|where|order|group|join|to|from|plot|head|tail|mean|sum|shape|dtypes|describe|lower|upper|"
    r"split|strip|startswith|endswith|format|copy|index|append|pop|extend|insert|add|keys|forward|act|step|reset|"
    r"predict|learn|train|eval|fit|choose|select|move|observe|remember|sample|policy|update)(_|[A-Z]|\Z)"
)

SHOWS = names("print display Markdown len repr type str isinstance hasattr id help dir pprint callable format")
"""Calls that only show what they are given."""

UNPICKLES = names(
    "read_gpickle fnunpickle read_pickle load_model unpickle load_learner load_from_checkpoint load_checkpoint"
)
"""Readers that may run code from what they read."""

WRITES_TO = names(
    """
    out_file to_file outfile output_file save_path save_to output_path outdir dump_to export_path log_dir logdir
    checkpoint_path default_root_dir output_dir save_dir savefig savepath save_as export_to path_or_buf excel_writer
    outpath out_dir savefile logfile log_file checkpoint_dir results_dir write_to
    filename_out logs_dir dest_path target_path out_path output_filename
    """
)
"""Keywords whose value is a place that is written."""

WRITER = re.compile(r"(\w*Writer|ModelCheckpoint|CSVLogger|TensorBoard|\w*FileHandler|PdfPages|HDFStore|plot_model)\Z")
"""Classes and functions that make files where they are told to."""

OPENS = names(
    """
    open GFile memmap open_memmap File Dataset ZipFile TarFile H5File fopen gzopen open_file GzipFile h5open
    """
)
"""Functions that open a file in a mode that is their second argument, or ``mode=``."""

READS = re.compile(
    r"(read_\w+|scan_\w+|imread|imread_collection|load_img|open_(mf)?dataset|open_zarr|open_rasterio|loadtxt|genfromtxt|"
    r"loadmat|from_csv|from_file|from_npz|from_netcdf|readsav|load_workbook|load_npz|load_image|read|load|"
    r"get_?data|loadarff|fromfile|load_data|imread_unchanged|VideoCapture|Image|Audio|Video|SVG|IFrame)\Z"
)
"""Functions whose first argument is a path or an address that is read."""

LOADERS = names(
    """
    np numpy spacy librosa json toml tomllib tomli soundfile sf skimage io ski astropy xr xarray torchaudio
    """
)
"""Modules whose ``load`` runs no code."""
