"""Other people's libraries that are well known: those that compute, and those that reach other machines."""

from __future__ import annotations

from journeyman.gate.analysis.names import names

LIBRARIES = names(
    """
    numpy pandas matplotlib scipy sklearn seaborn plotly altair statsmodels sympy networkx tabulate tqdm polars
    pyarrow dask xarray xgboost lightgbm catboost torch torchvision torchaudio torchmetrics torchinfo torchsummary
    torch_geometric tensorflow keras tensorflow_probability tensorflow_datasets tensorflow_addons jax jaxlib flax
    optax haiku einops pytorch_lightning lightning fastai ignite skorch timm kornia transformers tokenizers
    sentence_transformers peft accelerate evaluate diffusers sentencepiece tiktoken nltk spacy gensim textblob
    wordcloud pyLDAvis contractions rapidfuzz fuzzywuzzy Levenshtein jellyfish emoji langdetect unidecode ftfy regex
    inflect vaderSentiment afinn bs4 lxml html5lib markdown markdownify bleach PIL skimage cv2 imageio imutils
    albumentations mahotas SimpleITK pydicom nibabel nilearn IPython ipywidgets ipyleaflet bqplot itables ipympl
    ipyparallel ipyvuetify anywidget traitlets voila jupyter_dash bokeh holoviews hvplot panel datashader colorcet
    geoviews param pyviz_comms plotnine pygal pyecharts squarify joypy mpl_toolkits mplfinance missingno
    pandas_profiling ydata_profiling sweetviz dtale skimpy mpl_finance brewer2mpl cycler adjustText venn
    matplotlib_venn upsetplot ptitprince cufflinks chart_studio pywaffle calplot july highlight_text palettable
    cmocean cmasher cmcrameri distinctipy colour colorspacious graphviz pydot pygraphviz igraph community
    python_louvain graph_tool pyvis osmnx momepy geopandas shapely fiona rasterio pyproj folium cartopy contextily
    mapclassify libpysal esda splot pysal spreg mgwr pointpats rtree geopy h3 movingpandas rioxarray xesmf pygeos
    rasterstats earthpy branca keplergl pydeck leafmap geemap geojson prophet fbprophet pmdarima arch sktime darts
    tslearn tsfresh neuralprophet statsforecast mlforecast utilsforecast orbit kats stumpy ruptures hmmlearn
    pykalman filterpy stldecompose tbats gluonts nixtla hierarchicalforecast pymc pymc3 arviz pystan cmdstanpy emcee
    corner numpyro pyro bambi theano aesara pytensor edward blackjax zeus dynesty preliz pyjags lifelines sksurv
    pingouin scikit_posthocs linearmodels patsy formulaic researchpy pyreadstat econml dowhy causalml
    causalinference causallearn doubleml rdrobust differences semopy factor_analyzer prince krippendorff imblearn
    category_encoders feature_engine featuretools mlxtend yellowbrick scikitplot shap lime eli5 interpret alibi
    dalex boruta optuna hyperopt skopt bayes_opt ax nevergrad deap pygad pyswarms sko cma GPy GPyOpt gpytorch
    botorch umap hdbscan kmodes sklearn_extra pyod combo tpot pycaret lazypredict autosklearn flaml river vecstack
    cuml cudf cupy numba numexpr bottleneck line_profiler memory_profiler psutil pympler humanize surprise implicit
    lightfm recbole annoy faiss hnswlib simpy mesa gym gymnasium stable_baselines3 pettingzoo ale_py pybullet pygame
    salabim pulp cvxpy cvxopt ortools pyomo gurobipy mip pyscipopt scs osqp ecos casadi quadprog qpsolvers astropy
    astroquery sunpy healpy lmfit uncertainties pint control slycot obspy metpy iris cftime netCDF4 h5py zarr siphon
    pyart wrf cf_xarray xskillscore climpy climlab eofs windrose pvlib windpowerlib oemof thermo CoolProp fluids
    chemicals pydy galpy poliastro skyfield ephem gala lightkurve aplpy photutils specutils astroML sgp4 pysindy
    dedalus fenics dolfin ufl gmsh meshio pyvista vtk trimesh open3d k3d itkwidgets ipyvolume pythreejs qiskit cirq
    pennylane qutip strawberryfields rdkit Bio openbabel pubchempy mdtraj MDAnalysis nglview py3Dmol deepchem
    biopython scanpy anndata scvi squidpy dendropy ete3 pysam logomaker gseapy bioinfokit pybedtools HTSeq skbio
    cobra openmm ase pymatgen matminer mendeleev mne neurokit2 biosppy heartpy wfdb pyhrv yasa nolds antropy
    EntropyHub pywt PyEMD vmdpy librosa pydub music21 pretty_midi madmom essentia audiomentations noisereduce
    scikits resampy mir_eval empyrical pyfolio quantstats backtrader zipline vectorbt ta talib pandas_ta finta ffn
    bt riskfolio pypfopt quantlib QuantLib numpy_financial mibian py_vollib arch alphalens vollib backtesting
    pyportfolioopt openpyxl xlrd pyxlsb odf tables fastparquet fastavro duckdb pandasql sqlparse ibis vaex modin
    swifter pandarallel koalas terality siuba dfply plydata janitor pyjanitor dataprep pandera great_tables cerberus
    jsonschema pydantic attr attrs marshmallow msgpack orjson ujson simplejson toml tomli tomlkit more_itertools
    toolz cytoolz funcy boltons sortedcontainers bitarray bidict frozendict pyrsistent cachetools glom dateutil pytz
    tzlocal arrow pendulum holidays workalendar babel pycountry phonenumbers names faker Faker mimesis lorem
    colorama termcolor rich loguru icecream prettytable texttable click typer fire absl pytest hypothesis ipytest
    nose parameterized freezegun typeguard beartype typing_extensions six packaging pkg_resources attrdict easydict
    box munch addict omegaconf hydra latexify handcalcs forallpeople sigfig uncertainties mpmath gmpy2 primefac sage
    galois pyeda z3 pysat pyspark databricks findspark xlsxwriter reportlab fpdf docx pptx PyPDF2 pypdf pdfplumber
    fitz camelot tabula pytesseract easyocr nest_asyncio anyio trio aiofiles tenacity retry retrying backoff
    cloudpathlib fsspec watermark version_information session_info nbformat nbconvert papermill scrapbook jupytext
    nbdev fastcore flair stanza textstat textacy sumy yake keybert bertopic pyate rake_nltk symspellpy spellchecker
    pattern hazm jieba konlpy pythainlp janome MeCab opencc snownlp indicnlp camel_tools nagisa qgrid pivottablejs
    perspective ipydatagrid ipycytoscape ipysigma jupyter_black nb_black lux bamboolib mitosheet torch_scatter
    torch_sparse dgl stellargraph karateclub node2vec ogb spektral mlforecast skforecast tsai pytorch_forecasting
    pytorch_tabnet pytorch_metric_learning segmentation_models_pytorch fairlearn aif360 responsibleai raiutils
    aequitas cleanlab snorkel modAL baal small_text skrub dirty_cat recordlinkage dedupe splink thefuzz textdistance
    probablepeople usaddress chardet charset_normalizer vega_datasets palmerpenguins gapminder sqlalchemy ucimlrepo
    lets_plot control harold sippy pyomeca opensim roboticstoolbox spatialmath manim svgwrite drawsvg cairosvg
    svgpathtools celluloid gif streamz sparklines termgraph plotext asciichartpy uniplot drawdata snakeviz
    pyinstrument scalene pyroomacoustics soundfile audioread sounddevice speechpy python_speech_features ibmseti
    cvlib dlib face_recognition mediapipe ultralytics detectron2 mmcv mmdet pycocotools supervision brian2 nengo
    neuron snntorch norse bindsnet nest elephant neo quantities pynapple sdv ctgan copulas rdt sdmetrics synthcity
    gretel pyearth pygam pyGAM interpret skope_rules imodels wittgenstein rpy2_placeholder empiricaldist thinkstats2
    thinkplot thinkbayes2 d2l mglearn sklearn_evaluation datascience otter okpy
    """
)
"""Well-known libraries for data, science, plotting and text: importing them changes nothing."""

NETWORK = names(
    """
    requests urllib3 httpx aiohttp websocket websockets paramiko boto3 botocore s3fs gcsfs adlfs google azure openai
    anthropic cohere mistralai groq litellm langchain langchain_openai langchain_community llama_index
    huggingface_hub datasets kaggle praw tweepy selenium playwright pymongo redis psycopg psycopg2 asyncpg pymysql
    mysql mariadb MySQLdb elasticsearch opensearchpy kafka pika grpc snowflake clickhouse_driver clickhouse_connect
    cassandra neo4j asyncssh fabric invoke ansible docker kubernetes scapy nmap dns whois gspread pygsheets
    slack_sdk slack discord telegram telebot stripe twilio sendgrid mailchimp yagmail wget pyodbc cx_Oracle oracledb
    pymssql trino pyhive gdown mlflow wandb comet_ml neptune clearml ee sentinelhub pystac_client planetary_computer
    mechanize scrapy requests_html cloudscraper feedparser newspaper wikipedia wikipediaapi pytrends yfinance
    pandas_datareader fredapi nasdaqdatalink quandl alpha_vantage ccxt binance wbdata wbgapi eurostat census tushare
    akshare nsepy investpy polygon finnhub tda ib_insync robin_stocks serial usb bluetooth pyautogui pynput keyboard
    mouse pyperclip mss flask fastapi uvicorn gunicorn django tornado bottle starlette sanic streamlit gradio dash
    pyngrok localtunnel sqlmodel peewee pony motor beanie aioredis aiokafka celery rq airflow prefect luigi dagster
    ray distributed github gitlab jira trello notion_client atlassian git dulwich hvac keyring web3 solana
    instaloader pytube yt_dlp youtube_dl spotipy lyricsgenius musicbrainzngs googleapiclient oauth2client
    gspread_dataframe pydrive pydrive2 ftputil pysftp smbclient ldap3 netmiko napalm scp shodan censys virustotal
    pwn impacket
    """
)
"""Libraries whose work is to reach other machines: a call is judged as using the network."""


def known_library(name: str) -> bool:
    """Return whether the top of the dotted module ``name`` is one of other people's computing libraries."""
    return name.partition(".")[0] in LIBRARIES
