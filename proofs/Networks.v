(** Backpropagation through layers in a row. *)

From Coq Require Import Reals List Lra Lia Arith.
From Coquelicot Require Import Coquelicot.
From nnbook Require Import Gradient Layers Losses.
Import ListNotations.
Open Scope R_scope.

(** A row of layers, of any number and of any shapes. A layer is what it computes forward, the indices of its output,
    and what it hands back: from its input and the slopes of the cost in its output, the slopes in its input. *)
Inductive stack : Type -> Type -> Type :=
  | nothing : forall I, stack I I
  | before : forall I J O, ((I -> R) -> J -> R) -> list J -> ((I -> R) -> (J -> R) -> I -> R) -> stack J O -> stack I O.

Fixpoint forward {I O : Type} (layers : stack I O) : (I -> R) -> O -> R :=
  match layers with
  | nothing _ => fun x => x
  | before _ _ _ f _ _ rest => fun x => forward rest (f x)
  end.

(** From the last layer to the first, as the library's loop does it. *)
Fixpoint to_input {I O : Type} (layers : stack I O) :
    (I -> R) -> (O -> R) -> I -> R :=
  match layers with
  | nothing _ => fun x g => g
  | before _ _ _ f _ back rest => fun x g => back x (to_input rest (f x) g)
  end.

(** A layer's rule is right at x: whatever the cost, from the slopes in the output it finds those in the input. *)
Definition rule {I O : Type} (s : list I) (o : list O) (f : (I -> R) -> O -> R)
    (back : (I -> R) -> (O -> R) -> I -> R)
    (x : I -> R) : Prop :=
  forall C g, gradient o C (f x) g -> gradient s (fun x => C (f x)) x (back x g).

Fixpoint outputs {I O : Type} (s : list I) (layers : stack I O) : list O :=
  match layers in stack I O return list I -> list O with
  | nothing _ => fun s => s
  | before _ _ _ _ o _ rest => fun _ => outputs o rest
  end s.

Fixpoint rules {I O : Type} (s : list I) (layers : stack I O) : (I -> R) -> Prop :=
  match layers in stack I O return list I -> (I -> R) -> Prop with
  | nothing _ => fun _ _ => True
  | before _ _ _ f o back rest => fun s x => rule s o f back x /\ rules o rest (f x)
  end s.

Theorem stack_of_layers : forall (I O : Type) (layers : stack I O) (s : list I)
    (x : I -> R) (C : (O -> R) -> R)
    (g : O -> R),
  rules s layers x ->
  gradient (outputs s layers) C (forward layers x) g ->
  gradient s (fun x => C (forward layers x)) x (to_input layers x g).
Proof.
  intros I O layers; induction layers as [I|I J O f o back rest IH]; intros s x C g; simpl; [easy|].
  intros [first others] outer.
  apply (first (fun y => C (forward rest y)) (to_input rest (f x) g)), IH; auto.
Qed.

(** * Layers of sigmoid neurons: the error signals *)

Definition slope (z : R) : R := sigmoid z * (1 - sigmoid z).

Definition affine (d : nat) (a : nat -> R) (W : nat * nat -> R) (b : nat -> R) :
    nat -> R :=
  fun j => \sum_(k < d) a k * W (k, j) + b j.

(** [eq:calculus-delta-last] $$\delta^{(L)} = \sigma'\bigl(z^{(L)}\bigr) \odot 2\,\bigl(a^{(L)} - y\bigr)$$ *)
Theorem delta_last : forall (m : nat) (z y : nat -> R),
  gradient (axis m) (fun z => \sum_(j < m) (sigmoid (z j) - y j) ^ 2) z
    (fun j => slope (z j) * (2 * (sigmoid (z j) - y j))).
Proof.
  intros m z y; eapply gradient_ext.
  - apply (sigmoid_layer nat (axis m) z (fun a => total (axis m) (fun j => (a j - y j) ^ 2))), sum_squared_error.
  - intros j _; unfold slope, each; ring.
Qed.

Lemma affine_input d m a W b C g :
  gradient (axis m) C (affine d a W b) g ->
  gradient (axis d) (fun a => C (affine d a W b)) a (fun k => \sum_(j < m) g j * W (k, j)).
Proof.
  intros outer; apply backward with (o := axis m) (D := fun j h => \sum_(k < d) h k * W (k, j)) (g := g); [easy| |].
  - intros j _; apply differential_by with (D := fun h => \sum_(k < d) h k * W (k, j) + 0); [|intros; ring].
    apply differential_plus; [|apply differential_const].
    apply (differential_total (axis d) (axis d) (fun a k => a k * W (k, j)) a (fun k h => h k * W (k, j))).
    intros k kin; now apply differential_scale_right, differential_coordinate.
  - intros h; rewrite <- (transpose (axis d) (axis m) g (fun j k => W (k, j)) h).
    apply total_ext; intros j _; f_equal; apply total_ext; intros; ring.
Qed.

Lemma affine_weights d m a W b C g :
  gradient (axis m) C (affine d a W b) g ->
  gradient (grid d m) (fun W => C (affine d a W b)) W (fun '(k, j) => a k * g j).
Proof.
  intros outer; apply backward with (o := axis m) (D := fun j h => \sum_(k < d) a k * h (k, j)) (g := g); [easy| |].
  - intros j jin; apply in_axis in jin.
    apply differential_by with (D := fun h => \sum_(k < d) a k * h (k, j) + 0); [|intros; ring].
    apply differential_plus; [|apply differential_const].
    apply (differential_total (grid d m) (axis d) (fun W k => a k * W (k, j)) W (fun k h => a k * h (k, j))).
    intros k kin; apply in_axis in kin; apply differential_scale, differential_coordinate, in_grid; lia.
  - intros h; rewrite total_grid, total_swap; apply total_ext; intros j _.
    rewrite <- total_scale; apply total_ext; intros; ring.
Qed.

(** [eq:calculus-delta-back]
    $$
    \delta^{(l)} = \sigma'\bigl(z^{(l)}\bigr) \odot \delta^{(l+1)} \bigl(W^{(l+1)}\bigr)^\top
    $$ *)
Theorem delta_back : forall (d m : nat) (z : nat -> R) (W : nat * nat -> R)
    (b : nat -> R) (C : (nat -> R) -> R)
    (delta : nat -> R),
  gradient (axis m) C (affine d (each sigmoid z) W b) delta ->
  gradient (axis d) (fun z => C (affine d (each sigmoid z) W b)) z
    (fun k => slope (z k) * \sum_(j < m) delta j * W (k, j)).
Proof.
  intros d m z W b C delta outer; eapply gradient_ext.
  - apply (sigmoid_layer nat (axis d) z (fun a => C (affine d a W b))), affine_input, outer.
  - intros k _; unfold slope; simpl; ring.
Qed.

(** [eq:calculus-many-weight]
    $$
    \frac{\partial C_0}{\partial W^{(L)}_{kj}} = a^{(L-1)}_k \cdot \sigma'\bigl(z^{(L)}_j\bigr)
    \cdot 2\,\bigl(a^{(L)}_j - y_j\bigr)
    $$ *)
Theorem one_layer_weights : forall (d m : nat) (a : nat -> R) (W : nat * nat -> R)
    (b y : nat -> R),
  gradient (grid d m)
    (fun W => \sum_(j < m) (sigmoid (affine d a W b j) - y j) ^ 2) W
    (fun '(k, j) => a k * slope (affine d a W b j) *
      (2 * (sigmoid (affine d a W b j) - y j))).
Proof.
  intros d m a W b y; eapply gradient_ext.
  - apply (affine_weights d m a W b (fun z => total (axis m) (fun j => (sigmoid (z j) - y j) ^ 2))), delta_last.
  - intros (k, j) _; simpl; ring.
Qed.

(** [eq:calculus-many-before]
    $$
    \frac{\partial C_0}{\partial a^{(L-1)}_k}
    = \sum_j W^{(L)}_{kj} \cdot \sigma'\bigl(z^{(L)}_j\bigr) \cdot 2\,\bigl(a^{(L)}_j - y_j\bigr)
    $$ *)
(** [eq:backprop-sum]
    $$
    -\frac{\partial C_0}{\partial a'_k} = \sum_{j=0}^{9} w_{kj}\,\sigma'(z_j) \cdot 2\,(y_j - a_j)
    $$ *)
Theorem one_layer_input : forall (d m : nat) (a : nat -> R) (W : nat * nat -> R)
    (b y : nat -> R),
  gradient (axis d) (fun a => \sum_(j < m) (sigmoid (affine d a W b j) - y j) ^ 2) a
    (fun k => \sum_(j < m) W (k, j) * slope (affine d a W b j) *
      (2 * (sigmoid (affine d a W b j) - y j))).
Proof.
  intros d m a W b y; eapply gradient_ext.
  - apply (affine_input d m a W b (fun z => total (axis m) (fun j => (sigmoid (z j) - y j) ^ 2))), delta_last.
  - intros k _; apply total_ext; intros j _; ring.
Qed.

(** Any number of sigmoid layers, of any widths: what stands in front, then what each hands back. *)
Fixpoint sigmoid_network (n d : nat)
    (layers : list (nat * (nat * nat -> R) * (nat -> R))) :
    stack (nat * nat) (nat * nat) :=
  match layers with
  | [] => nothing _
  | (m, W, b) :: rest =>
      before _ _ _ (fun X => each sigmoid (dense d X W b)) (grid n m)
        (fun X g => fun '(i, k) => \sum_(j < m)
          (g (i, j) * slope (dense d X W b (i, j))) * W (k, j))
        (sigmoid_network n m rest)
  end.

Lemma sigmoid_rules n layers : forall d X, rules (grid n d) (sigmoid_network n d layers) X.
Proof.
  induction layers as [|((m, W), b) rest IH]; intros d X; simpl; [easy|]; split; [|apply IH].
  intros C g outer.
  apply (dense_input n d m X W b (fun Z => C (each sigmoid Z)) (fun i => g i * slope (dense d X W b i))).
  eapply gradient_ext; [apply (sigmoid_layer (nat * nat) (grid n m) (dense d X W b) C g outer)|].
  intros i _; unfold slope; ring.
Qed.

Theorem sigmoid_layers : forall (n d : nat)
    (layers : list (nat * (nat * nat -> R) * (nat -> R)))
    (X : nat * nat -> R) (C : (nat * nat -> R) -> R) (g : nat * nat -> R),
  gradient (outputs (grid n d) (sigmoid_network n d layers)) C
    (forward (sigmoid_network n d layers) X) g ->
  gradient (grid n d) (fun X => C (forward (sigmoid_network n d layers) X)) X
    (to_input (sigmoid_network n d layers) X g).
Proof. intros n d layers X C g outer; apply stack_of_layers; [apply sigmoid_rules|exact outer]. Qed.

(** The last layer of a batch, with the mean of the squared errors. *)
(** [eq:calculus-batch]
    $$
    \Delta^{(L)} = \sigma'\bigl(Z^{(L)}\bigr) \odot \frac{2}{n} \bigl(A^{(L)} - Y\bigr),
    \qquad
    \frac{\partial C}{\partial W^{(l)}} = \bigl(A^{(l-1)}\bigr)^\top \Delta^{(l)},
    \qquad
    \frac{\partial C}{\partial b^{(l)}} = \sum_{i=1}^{n} \Delta^{(l)}_i
    $$ *)
Theorem delta_of_batch : forall (n m : nat) (Z Y : nat * nat -> R),
  gradient (grid n m)
    (fun Z => 1 / INR n *
    (\sum_(i < n) \sum_(j < m) (sigmoid (Z (i, j)) - Y (i, j)) ^ 2)) Z
    (fun '(i, j) => slope (Z (i, j)) *
      (2 / INR n * (sigmoid (Z (i, j)) - Y (i, j)))).
Proof.
  intros n m Z Y; eapply gradient_ext.
  - apply (sigmoid_layer (nat * nat) (grid n m) Z
      (fun A => 1 / INR n * (total (axis n) (fun i => total (axis m) (fun j => (A (i, j) - Y (i, j)) ^ 2))))).
    apply mean_squared_error.
  - intros (i, j) _; unfold slope, each; ring.
Qed.
